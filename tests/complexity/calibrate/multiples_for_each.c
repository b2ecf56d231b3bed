/* time: n^2 log n; space: 1; order: random */
#include "kernel.h"

/* For each number, the harmonic walk over multiples. */
long kernel(int *values, int n)
{
	long sum = 0;

	for (int i = 0; i < n; i++) {
		for (int d = 1; d <= n; d++) {
			for (int k = d; k <= n; k += d)
				sum += values[k - 1] ^ i;
		}
	}
	return sum;
}
