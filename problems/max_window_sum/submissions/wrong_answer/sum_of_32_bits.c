/*
 * Trap: the sums are kept in 32 bits and wrap around, though each of the values fits.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>

int max_window_sum(const int32_t *values, size_t n, size_t k, int64_t *sum)
{
	uint32_t window = 0;
	int32_t best;

	if (k == 0 || k > n)
		return -EINVAL;
	for (size_t i = 0; i < k; i++)
		window += (uint32_t)values[i];
	best = (int32_t)window;
	for (size_t i = k; i < n; i++) {
		window += (uint32_t)values[i] - (uint32_t)values[i - k];
		if ((int32_t)window > best)
			best = (int32_t)window;
	}
	*sum = best;
	return 0;
}
