/* time: 1; space: 1; order: random */
#include "kernel.h"

/* The same number of look-ups for any n. */
long kernel(int *values, int n)
{
	long sum = 0;

	for (unsigned i = 0; i < 5000; i++)
		sum += values[i * 7919u % (unsigned)n] & 15;
	return sum;
}
