/* time: n log n; space: n; order: random */
#include "kernel.h"

/* From above, with one block for all merges. */
static void sort(int *v, int *room, int n)
{
	int half = n / 2, i = 0, k = half, at = 0;

	if (n < 2)
		return;
	sort(v, room, half);
	sort(v + half, room, n - half);
	memcpy(room, v, (size_t)half * sizeof(*v));
	while (i < half && k < n)
		v[at++] = v[k] < room[i] ? v[k++] : room[i++];
	while (i < half)
		v[at++] = room[i++];
}

long kernel(int *values, int n)
{
	int *room = claim((size_t)n, sizeof(*room));

	sort(values, room, n);
	free(room);
	return values[n / 2];
}
