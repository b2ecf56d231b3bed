/* time: n^2; space: 1; order: random */
#include "kernel.h"

long kernel(int *values, int n)
{
	for (int i = 1; i < n; i++) {
		int v = values[i], k = i;

		for (; k > 0 && values[k - 1] > v; k--)
			values[k] = values[k - 1];
		values[k] = v;
	}
	return values[n / 2];
}
