/* time: n log^2 n; space: n; order: random */
#include "kernel.h"

/* Halves, and in each of them a sort from the beginning: by heaps, so that order saves nothing. */
static void sift_down(int *v, int at, int n)
{
	int child;

	while ((child = 2 * at + 1) < n) {
		if (child + 1 < n && v[child + 1] > v[child])
			child++;
		if (v[at] >= v[child])
			return;
		swap(&v[at], &v[child]);
		at = child;
	}
}

static int closest(const int *values, int *room, int n)
{
	int least, right;

	if (n < 2)
		return INT_MAX;
	least = closest(values, room, n / 2);
	right = closest(values + n / 2, room, n - n / 2);
	least = right < least ? right : least;
	memcpy(room, values, (size_t)n * sizeof(*room));
	for (int i = n / 2 - 1; i >= 0; i--)
		sift_down(room, i, n);
	for (int end = n - 1; end > 0; end--) {
		swap(&room[0], &room[end]);
		sift_down(room, 0, end);
	}
	for (int i = 1; i < n; i++) {
		if (room[i] - room[i - 1] < least)
			least = room[i] - room[i - 1];
	}
	return least;
}

long kernel(int *values, int n)
{
	int *room = claim((size_t)n, sizeof(*room)), least = closest(values, room, n);

	free(room);
	return least;
}
