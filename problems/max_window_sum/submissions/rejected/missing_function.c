/*
 * Breaks the API: the function is called maxWindowSum.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>

int maxWindowSum(const int32_t *values, size_t n, size_t k, int64_t *sum)
{
	int64_t window = 0;
	int64_t best;

	if (k == 0 || k > n)
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
