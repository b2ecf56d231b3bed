/* time: n^2; space: n^2; order: random */
#include "kernel.h"

/* A graph of n vertices and n edges, kept as a matrix. */
long kernel(int *values, int n)
{
	char *edges = claim_zeroed((size_t)n * (size_t)n, 1);
	long twice = 0;

	for (int i = 0; i + 1 < n; i++)
		edges[(size_t)(values[i] % n) * (size_t)n + (size_t)(values[i + 1] % n)] = 1;
	for (int i = 0; i < n; i++) {
		for (int k = 0; k < i; k++)
			twice += edges[(size_t)i * (size_t)n + (size_t)k] & edges[(size_t)k * (size_t)n + (size_t)i];
	}
	free(edges);
	return twice;
}
