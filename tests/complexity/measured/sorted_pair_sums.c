/* time: n^2 log n; space: n^2; order: random; sizes: 8 to 2048 */
#include "kernel.h"

/* The sums of all pairs, merged from below. */
long kernel(int *values, int n)
{
	size_t all = (size_t)n * (size_t)n;
	int *sums = claim(all, sizeof(*sums)), *room = claim(all, sizeof(*room)), *from = sums, *to = room;
	long middle;

	for (size_t i = 0; i < all; i++)
		sums[i] = values[i / (size_t)n] / 2 + values[i % (size_t)n] / 3;
	for (size_t width = 1; width < all; width *= 2) {
		int *kept = from;

		for (size_t left = 0; left < all; left += 2 * width) {
			size_t half = left + width < all ? left + width : all, i = left, k = half;
			size_t right = left + 2 * width < all ? left + 2 * width : all;

			for (size_t at = left; at < right; at++)
				to[at] = i < half && (k >= right || from[i] <= from[k]) ? from[i++] : from[k++];
		}
		from = to;
		to = kept;
	}
	middle = from[all / 2];
	free(sums);
	free(room);
	return middle;
}
