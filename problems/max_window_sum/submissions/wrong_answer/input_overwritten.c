/*
 * Trap: O(1) extra space by force: const is cast away and the array becomes its own prefix sums (which wrap in 32
 * bits besides). The input belongs to the caller.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>

int max_window_sum(const int32_t *values, size_t n, size_t k, int64_t *sum)
{
	uint32_t *prefix = (uint32_t *)(uintptr_t)values;
	int32_t best = INT32_MIN;

	if (k == 0 || k > n)
		return -EINVAL;
	for (size_t i = 1; i < n; i++)
		prefix[i] += prefix[i - 1];
	for (size_t i = k; i <= n; i++) {
		int32_t window = (int32_t)(prefix[i - 1] - (i > k ? prefix[i - k - 1] : 0));

		if (window > best)
			best = window;
	}
	*sum = best;
	return 0;
}
