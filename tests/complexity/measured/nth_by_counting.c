/* time: n log^2 n; space: n; order: permutation */
#include "kernel.h"

/* A Fenwick tree, and for each number a binary search over its sums. */
static int *tree;

static int below(int i)
{
	int sum = 0;

	for (; i > 0; i -= i & -i)
		sum += tree[i];
	return sum;
}

long kernel(int *values, int n)
{
	long result = 0;

	tree = claim_zeroed((size_t)n + 1, sizeof(*tree));
	for (int i = 0; i < n; i++) {
		int low = 0, high = n - 1;

		for (int k = values[i] + 1; k <= n; k += k & -k)
			tree[k]++;
		while (low < high) {
			int middle = (low + high) / 2;

			if (below(middle + 1) > i / 2)
				high = middle;
			else
				low = middle + 1;
		}
		result += low;
	}
	free(tree);
	return result;
}
