/* time: n; space: n; order: permutation */
#include "kernel.h"

/* As many counters as there are numbers. */
long kernel(int *values, int n)
{
	int *counts = claim_zeroed((size_t)n, sizeof(*counts)), at = 0;
	long sum = 0;

	for (int i = 0; i < n; i++)
		counts[values[i]]++;
	for (int v = 0; v < n; v++) {
		for (; counts[v]; counts[v]--)
			values[at++] = v;
	}
	for (int i = 0; i < n; i += 100)
		sum += values[i];
	free(counts);
	return sum;
}
