/* time: sqrt n; space: 1; order: random */
#include "kernel.h"

/* Of the 64 numbers behind n, by trial up to the root. */
long kernel(int *values, int n)
{
	long divisors = values[0] & 1;

	for (int number = n; number < n + 64; number++) {
		for (int d = 1; (long)d * d <= number; d++)
			divisors += number % d == 0;
	}
	return divisors;
}
