/* time: log n; space: 1; order: sorted */
#include "kernel.h"

/* A thousand of them, since one alone is no work at all. */
long kernel(int *values, int n)
{
	long sum = 0;

	for (unsigned i = 0; i < 1000; i++) {
		int wanted = (int)(i * 40503u % (unsigned)n), low = 0, high = n;

		while (low < high) {
			int middle = low + (high - low) / 2;

			if (values[middle] < wanted)
				low = middle + 1;
			else
				high = middle;
		}
		sum += low;
	}
	return sum;
}
