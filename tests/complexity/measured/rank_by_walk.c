/* time: n^2; space: n; order: permutation */
#include "kernel.h"

/* A sorted table is there; the rank of each number is found by walking it. */
static int compare(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

long kernel(int *values, int n)
{
	int *sorted = claim((size_t)n, sizeof(*sorted));
	long sum = 0;

	memcpy(sorted, values, (size_t)n * sizeof(*sorted));
	qsort(sorted, (size_t)n, sizeof(*sorted), compare);
	for (int i = 0; i < n; i++) {
		int rank = 0;

		while (sorted[rank] < values[i])
			rank++;
		sum += (long)rank * (i & 7);
	}
	free(sorted);
	return sum;
}
