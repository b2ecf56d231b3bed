/* time: sqrt n; space: 1; order: random */
#include "kernel.h"

/* How many of 1 + 2 + 3 + ... fit below n? Fifty times. */
long kernel(int *values, int n)
{
	long total = values[0] & 1;

	for (int i = 0; i < 50; i++) {
		long sum = i, step = 0;

		while (sum < n)
			sum += ++step;
		total += step;
	}
	return total;
}
