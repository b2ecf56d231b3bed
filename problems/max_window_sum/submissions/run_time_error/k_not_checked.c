/*
 * Trap: k > n is not checked. n - k is a huge unsigned number then, and the loop runs out of the array until it meets
 * memory that is not there.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>

int max_window_sum(const int32_t *values, size_t n, size_t k, int64_t *sum)
{
	int64_t window = 0;
	int64_t best;

	if (k == 0)
		return -EINVAL;
	for (size_t i = 0; i < k; i++)
		window += values[i];
	best = window;
	for (size_t i = 0; i < n - k; i++) {
		window += (int64_t)values[i + k] - values[i];
		if (window > best)
			best = window;
	}
	*sum = best;
	return 0;
}
