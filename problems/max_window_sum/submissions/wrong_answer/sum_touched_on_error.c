/*
 * Trap: *sum is set to 0 before the arguments are checked, so it changes although the call fails.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>

int max_window_sum(const int32_t *values, size_t n, size_t k, int64_t *sum)
{
	int64_t window = 0;
	int64_t best;

	*sum = 0;
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
