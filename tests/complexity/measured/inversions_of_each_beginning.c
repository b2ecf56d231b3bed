/* time: n^2 log n; space: n; order: permutation */
#include "kernel.h"

/* For each start a Fenwick tree anew. */
/* As wide as a cache line. */
struct counter {
	int count, pad[15];
};

long kernel(int *values, int n)
{
	struct counter *tree = claim((size_t)n + 1, sizeof(*tree));
	long inversions = 0;

	for (int start = 0; start < n; start++) {
		for (int k = 0; k <= n; k++)
			tree[k].count = 0;
		for (int i = 0; i < n; i++) {
			int v = values[(start + i) % n] + 1;

			for (int k = v; k > 0; k -= k & -k)
				inversions += tree[k].count;
			for (int k = v; k <= n; k += k & -k)
				tree[k].count++;
		}
	}
	free(tree);
	return inversions;
}
