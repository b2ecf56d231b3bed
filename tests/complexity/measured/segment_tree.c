/* time: n log n; space: n; order: random */
#include "kernel.h"

/* n changes and n questions for the least of a stretch. */
long kernel(int *values, int n)
{
	int *tree = claim(2 * (size_t)n, sizeof(*tree));
	long sum = 0;

	memcpy(tree + n, values, (size_t)n * sizeof(*tree));
	for (int i = n - 1; i > 0; i--)
		tree[i] = tree[2 * i] < tree[2 * i + 1] ? tree[2 * i] : tree[2 * i + 1];
	for (int i = 0; i < n; i++) {
		int at = n + i, least = INT_MAX;

		tree[at] ^= 1;
		for (at /= 2; at; at /= 2)
			tree[at] = tree[2 * at] < tree[2 * at + 1] ? tree[2 * at] : tree[2 * at + 1];
		for (int l = n + i / 2, r = n + n / 2 + i / 2; l < r; l /= 2, r /= 2) {
			if (l & 1 && tree[l++] < least)
				least = tree[l - 1];
			if (r & 1 && tree[--r] < least)
				least = tree[r];
		}
		sum += least;
	}
	free(tree);
	return sum;
}
