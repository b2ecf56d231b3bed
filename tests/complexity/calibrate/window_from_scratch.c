/* time: n^2; space: 1; order: random */
#include "kernel.h"

/* The greatest sum of n / 2 numbers in a row, each sum from its beginning. */
long kernel(int *values, int n)
{
	long best = LONG_MIN;

	for (int start = 0; start + n / 2 <= n; start++) {
		long sum = 0;

		for (int i = start; i < start + n / 2; i++)
			sum += values[i];
		if (sum > best)
			best = sum;
	}
	return best;
}
