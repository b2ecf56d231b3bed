/* time: n; space: n; order: permutation */
#include "kernel.h"

/* Union by rank, paths compressed by a second walk: almost constant, which any limit takes as constant. */
static int *above;
static unsigned char *rank;

static int top_of(int x)
{
	int top = x;

	while (above[top] != top)
		top = above[top];
	while (above[x] != top) {
		int next = above[x];

		above[x] = top;
		x = next;
	}
	return top;
}

long kernel(int *values, int n)
{
	long joined = 0;

	above = claim((size_t)n, sizeof(*above));
	rank = claim_zeroed((size_t)n, 1);
	for (int i = 0; i < n; i++)
		above[i] = i;
	for (int i = 0; i < n; i++) {
		int a = top_of(i), b = top_of(values[i] / 2 + values[n - 1 - i] / 2);

		if (a == b)
			continue;
		if (rank[a] < rank[b])
			swap(&a, &b);
		rank[a] = (unsigned char)(rank[a] + (rank[a] == rank[b]));
		above[b] = a;
		joined++;
	}
	free(above);
	free(rank);
	return joined;
}
