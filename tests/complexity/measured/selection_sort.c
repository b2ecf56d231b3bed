/* time: n^2; space: 1; order: equal */
#include "kernel.h"

long kernel(int *values, int n)
{
	for (int i = 0; i + 1 < n; i++) {
		int least = i;

		for (int k = i + 1; k < n; k++) {
			if (values[k] < values[least])
				least = k;
		}
		swap(&values[i], &values[least]);
	}
	return values[n / 2];
}
