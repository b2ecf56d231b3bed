/*
 * Trap: the greatest sum of any number of elements (Kadane) instead of exactly k.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>

int max_window_sum(const int32_t *values, size_t n, size_t k, int64_t *sum)
{
	int64_t here = INT32_MIN;
	int64_t best = INT64_MIN;

	if (k == 0 || k > n)
		return -EINVAL;
	for (size_t i = 0; i < n; i++) {
		here = (here > 0 ? here : 0) + values[i];
		if (here > best)
			best = here;
	}
	*sum = best;
	return 0;
}
