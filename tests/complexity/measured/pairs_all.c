/* time: n^2; space: 1; order: random */
#include "kernel.h"

/* Which two add up to the sum that is wanted? All are tried. */
long kernel(int *values, int n)
{
	long pairs = 0, wanted = (long)values[0] + values[n - 1];

	for (int i = 0; i < n; i++) {
		for (int k = i + 1; k < n; k++)
			pairs += (long)values[i] + values[k] == wanted;
	}
	return pairs;
}
