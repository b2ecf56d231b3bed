/* time: n; space: 1; order: random */
#include "kernel.h"

long kernel(int *values, int n)
{
	long sum = 0;

	for (int i = 0; i < n; i++)
		sum += values[i] ^ i;
	return sum;
}
