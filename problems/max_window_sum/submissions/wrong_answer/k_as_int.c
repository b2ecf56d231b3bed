/*
 * Trap: k is put into an int. 2^32 + 1 becomes 1 and is not refused.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>

int max_window_sum(const int32_t *values, size_t n, size_t k, int64_t *sum)
{
	int64_t window = 0;
	int64_t best;
	int length = (int)k;

	if (length <= 0 || (size_t)length > n)
		return -EINVAL;
	k = (size_t)length;
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
