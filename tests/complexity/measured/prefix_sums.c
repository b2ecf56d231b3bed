/* time: n; space: n; order: random */
#include "kernel.h"

/* The greatest sum of sqrt n numbers in a row; right, and with n numbers more than it needs. */
long kernel(int *values, int n)
{
	long *sums = claim((size_t)n + 1, sizeof(*sums)), best = LONG_MIN;
	int k = 1;

	while ((long)k * k < n)
		k++;
	sums[0] = 0;
	for (int i = 0; i < n; i++)
		sums[i + 1] = sums[i] + values[i];
	for (int i = k; i <= n; i++) {
		if (sums[i] - sums[i - k] > best)
			best = sums[i] - sums[i - k];
	}
	free(sums);
	return best;
}
