/* time: n^2; space: 1; order: random */
#include "kernel.h"

long kernel(int *values, int n)
{
	for (int end = n; end > 1; end--) {
		for (int i = 1; i < end; i++) {
			if (values[i] < values[i - 1])
				swap(&values[i], &values[i - 1]);
		}
	}
	return values[n / 2];
}
