/* time: log n; space: 1; order: sorted */
#include "kernel.h"

/* From 900 places of an implicit heap up to its root. */
long kernel(int *values, int n)
{
	long sum = 0;

	for (int i = 0; i < 900; i++) {
		for (int at = n - 1 - i % (n / 2); at > 0; at = (at - 1) / 2)
			sum += values[at];
	}
	return sum;
}
