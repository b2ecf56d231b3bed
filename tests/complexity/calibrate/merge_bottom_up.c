/* time: n log n; space: n; order: random */
#include "kernel.h"

static void merge(const int *from, int *to, int left, int middle, int right)
{
	int i = left, k = middle;

	for (int at = left; at < right; at++)
		to[at] = i < middle && (k >= right || from[i] <= from[k]) ? from[i++] : from[k++];
}

long kernel(int *values, int n)
{
	int *room = claim((size_t)n, sizeof(*room)), *from = values, *to = room;
	long middle;

	for (long width = 1; width < n; width *= 2) {
		int *kept = from;

		for (long left = 0; left < n; left += 2 * width) {
			long half = left + width < n ? left + width : n;
			long right = left + 2 * width < n ? left + 2 * width : n;

			merge(from, to, (int)left, (int)half, (int)right);
		}
		from = to;
		to = kept;
	}
	middle = from[n / 2];
	free(room);
	return middle;
}
