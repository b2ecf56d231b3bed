/*
 * Trap: a k that is larger than the array is cut to its length instead of being an error.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>

int max_window_sum(const int32_t *values, size_t n, size_t k, int64_t *sum)
{
	int64_t window = 0;
	int64_t best;

	if (k > n)
		k = n;
	if (k == 0)
		return -EINVAL;
	for (size_t i = 0; i < k; i++)
		window += values[i];
	best = window;
	for (size_t i = k; i < n; i++) {
		window += (int64_t)values[i] - values[i - k];
		if (window > best)
			best = window;
	}
	*sum = best;
	return 0;
}
