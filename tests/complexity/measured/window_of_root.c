/* time: n^1.5; space: 1; order: random */
#include "kernel.h"

/* The greatest sum of sqrt n numbers in a row, each from its beginning. */
long kernel(int *values, int n)
{
	int k = 1;
	long best = LONG_MIN;

	while ((long)k * k < n)
		k++;
	for (int start = 0; start + k <= n; start++) {
		long sum = 0;

		for (int i = 0; i < k; i++)
			sum += values[start + i];
		if (sum > best)
			best = sum;
	}
	return best;
}
