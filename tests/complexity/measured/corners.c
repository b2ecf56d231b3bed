/* time: n^3; space: 1; order: permutation; sizes: 4 to 1024 */
#include "kernel.h"

/* Rising triples, counted one by one. */
long kernel(int *values, int n)
{
	long rising = 0;

	for (int i = 0; i < n; i++) {
		for (int j = 0; j < n; j++) {
			for (int k = 0; k < n; k++)
				rising += i < j && j < k && values[i] < values[j] && values[j] < values[k];
		}
	}
	return rising;
}
