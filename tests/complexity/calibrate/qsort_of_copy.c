/* time: n log n; space: n; order: random */
#include "kernel.h"

/* The library sorts; the comparisons are ours. */
static int compare(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	return x < y ? -1 : x > y;
}

long kernel(int *values, int n)
{
	int *copy = claim((size_t)n, sizeof(*copy));
	long middle;

	memcpy(copy, values, (size_t)n * sizeof(*copy));
	qsort(copy, (size_t)n, sizeof(*copy), compare);
	middle = copy[n / 2];
	free(copy);
	return middle;
}
