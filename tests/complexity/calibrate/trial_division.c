/* time: n^1.5; space: 1; order: random */
#include "kernel.h"

/* Divisors of each number to n, by trial up to its root. */
long kernel(int *values, int n)
{
	long divisors = values[0] & 1;

	for (int number = 1; number <= n; number++) {
		for (int d = 1; d * d <= number; d++)
			divisors += number % d == 0;
	}
	return divisors;
}
