/*
 * Trap: every window is summed from scratch: O(nk), which is O(n^2) for k = n/2.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>

int max_window_sum(const int32_t *values, size_t n, size_t k, int64_t *sum)
{
	int64_t best = INT64_MIN;

	if (k == 0 || k > n)
		return -EINVAL;
	for (size_t start = 0; start + k <= n; start++) {
		int64_t window = 0;

		for (size_t i = 0; i < k; i++)
			window += values[start + i];
		if (window > best)
			best = window;
	}
	*sum = best;
	return 0;
}
