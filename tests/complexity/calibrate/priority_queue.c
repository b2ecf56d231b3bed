/* time: n log n; space: n; order: reversed */
#include "kernel.h"

/* A heap made by n pushes: each new number is the least and goes up all the way. */
long kernel(int *values, int n)
{
	int *heap = claim((size_t)n, sizeof(*heap));
	long top;

	for (int i = 0; i < n; i++) {
		int at = i;

		heap[at] = values[i];
		while (at > 0 && heap[at] < heap[(at - 1) / 2]) {
			swap(&heap[at], &heap[(at - 1) / 2]);
			at = (at - 1) / 2;
		}
	}
	top = heap[0] + heap[n / 2];
	free(heap);
	return top;
}
