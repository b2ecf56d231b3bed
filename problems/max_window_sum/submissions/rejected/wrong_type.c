/*
 * Breaks the API: the sum is returned, and there is no way to report an error.
 */
#include <stddef.h>
#include <stdint.h>

int64_t max_window_sum(const int32_t *values, size_t n, size_t k)
{
	int64_t window = 0;
	int64_t best;

	if (k == 0 || k > n)
		return 0;
	for (size_t i = 0; i < k; i++)
		window += values[i];
	best = window;
	for (size_t i = k; i < n; i++) {
		window += (int64_t)values[i] - values[i - k];
		if (window > best)
			best = window;
	}
	return best;
}
