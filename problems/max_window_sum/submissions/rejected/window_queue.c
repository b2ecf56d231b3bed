/*
 * Trap: the elements of the window are kept in a ring of k places, although the input still has them: O(k) space,
 * which is O(n) for k = n/2.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int max_window_sum(const int32_t *values, size_t n, size_t k, int64_t *sum)
{
	int32_t *ring;
	int64_t window = 0;
	int64_t best = INT64_MIN;

	if (k == 0 || k > n)
		return -EINVAL;
	ring = calloc(k, sizeof *ring);
	if (!ring)
		return -ENOMEM;
	for (size_t i = 0, place = 0; i < n; i++, place = place + 1 == k ? 0 : place + 1) {
		window += (int64_t)values[i] - ring[place];
		ring[place] = values[i];
		if (i + 1 >= k && window > best)
			best = window;
	}
	free(ring);
	*sum = best;
	return 0;
}
