/* time: n log n; space: n; order: permutation */
#include "kernel.h"

/* A Fenwick tree counts what came before and is greater. */
long kernel(int *values, int n)
{
	int *tree = claim_zeroed((size_t)n + 1, sizeof(*tree));
	long inversions = 0;

	for (int i = 0; i < n; i++) {
		int smaller = 0;

		for (int k = values[i] + 1; k > 0; k -= k & -k)
			smaller += tree[k];
		inversions += i - smaller;
		for (int k = values[i] + 1; k <= n; k += k & -k)
			tree[k]++;
	}
	free(tree);
	return inversions;
}
