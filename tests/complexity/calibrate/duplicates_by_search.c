/* time: n^2; space: n; order: permutation */
#include "kernel.h"

/* Has it been seen? All that was seen is gone through. */
long kernel(int *values, int n)
{
	int *seen = claim((size_t)n, sizeof(*seen)), used = 0;

	for (int i = 0; i < n; i++) {
		int k = 0;

		while (k < used && seen[k] != values[i])
			k++;
		if (k == used)
			seen[used++] = values[i];
	}
	free(seen);
	return used;
}
