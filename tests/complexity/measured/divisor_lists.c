/* time: n log n; space: n log n; order: random */
#include "kernel.h"

/* The divisors of each number to n, in lists of exactly the right length. */
long kernel(int *values, int n)
{
	int *counts = claim_zeroed((size_t)n + 1, sizeof(*counts)), **lists = claim((size_t)n + 1, sizeof(int *));
	long sum = 0;

	for (int d = 1; d <= n; d++) {
		for (int k = d; k <= n; k += d)
			counts[k]++;
	}
	for (int i = 1; i <= n; i++) {
		lists[i] = claim((size_t)counts[i], sizeof(int));
		counts[i] = 0;
	}
	for (int d = 1; d <= n; d++) {
		for (int k = d; k <= n; k += d)
			lists[k][counts[k]++] = d;
	}
	for (int i = 1; i <= n; i++) {
		sum += lists[i][counts[i] / 2] ^ values[i - 1];
		free(lists[i]);
	}
	free(counts);
	free(lists);
	return sum;
}
