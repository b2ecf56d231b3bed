/* time: n; space: n; order: random */
#include "kernel.h"

/* By size and with paths halved: n times the inverse of Ackermann's function, which is n for any limit. */
static int *parent, *size;

static int find(int x)
{
	while (parent[x] != x) {
		parent[x] = parent[parent[x]];
		x = parent[x];
	}
	return x;
}

long kernel(int *values, int n)
{
	int groups = n;

	parent = claim((size_t)n, sizeof(int));
	size = claim((size_t)n, sizeof(int));
	for (int i = 0; i < n; i++) {
		parent[i] = i;
		size[i] = 1;
	}
	for (int i = 0; i + 1 < n; i++) {
		int a = find(values[i] % n), b = find(values[i + 1] % n);

		if (a == b)
			continue;
		if (size[a] < size[b])
			swap(&a, &b);
		parent[b] = a;
		size[a] += size[b];
		groups--;
	}
	free(parent);
	free(size);
	return groups;
}
