/* time: n^2; space: n; order: random */
#include "kernel.h"

/* memmove of all that is there. */
long kernel(int *values, int n)
{
	int *list = claim((size_t)n, sizeof(*list));
	long middle;

	for (int i = 0; i < n; i++) {
		memmove(list + 1, list, (size_t)i * sizeof(*list));
		list[0] = values[i];
	}
	middle = list[n / 2];
	free(list);
	return middle;
}
