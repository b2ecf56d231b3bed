/* time: n log n; space: n; order: random */
#include "kernel.h"

/* Sums over multiples: n (1 + 1/2 + 1/3 + ...). */
long kernel(int *values, int n)
{
	unsigned *sums = claim_zeroed((size_t)n + 1, sizeof(*sums));
	long result;

	for (int d = 1; d <= n; d++) {
		for (int k = d; k <= n; k += d)
			sums[k] += (unsigned)values[d - 1];
	}
	result = sums[n] + (long)sums[n / 2];
	free(sums);
	return result;
}
