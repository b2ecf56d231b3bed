/*
 * Trap: the prefix sums lie in a block that has room for the largest input, whatever n is, so that the space does not
 * grow.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#define VALUES_MAX 1000000

int max_window_sum(const int32_t *values, size_t n, size_t k, int64_t *sum)
{
	int64_t *prefix;
	int64_t best;

	if (k == 0 || k > n)
		return -EINVAL;
	prefix = malloc((VALUES_MAX + 1) * sizeof *prefix);
	if (!prefix)
		return -ENOMEM;
	prefix[0] = 0;
	for (size_t i = 0; i < n; i++)
		prefix[i + 1] = prefix[i] + values[i];
	best = prefix[k];
	for (size_t i = k + 1; i <= n; i++)
		if (prefix[i] - prefix[i - k] > best)
			best = prefix[i] - prefix[i - k];
	free(prefix);
	*sum = best;
	return 0;
}
