/* time: n log n; space: n log n; order: random */
#include "kernel.h"

/* The least of each stretch whose length is a power of two. */
long kernel(int *values, int n)
{
	int levels = 1, **least;
	long sum = 0;

	while (2L << (levels - 1) <= n)
		levels++;
	least = claim((size_t)levels, sizeof(int *));
	for (int l = 0; l < levels; l++) {
		least[l] = claim((size_t)n, sizeof(int));
		for (int i = 0; i + (1 << l) <= n; i++) {
			int half = l ? 1 << (l - 1) : 0;

			if (!l)
				least[l][i] = values[i];
			else
				least[l][i] = least[l - 1][i] < least[l - 1][i + half] ? least[l - 1][i]
										       : least[l - 1][i + half];
		}
	}
	for (int l = 0; l < levels; l++) {
		sum += least[l][0];
		free(least[l]);
	}
	free(least);
	return sum;
}
