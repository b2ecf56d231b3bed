/* time: log n; space: 1; order: random */
#include "kernel.h"

long kernel(int *values, int n)
{
	long sum = 0;

	for (int i = 0; i < 800; i++) {
		for (unsigned rest = (unsigned)n; rest; rest >>= 1)
			sum += (long)(rest & 1) + values[0];
	}
	return sum;
}
