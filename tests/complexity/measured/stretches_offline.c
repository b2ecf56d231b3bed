/* time: n^1.5; space: n; order: permutation */
#include "kernel.h"

/* Mo's order: n questions about distinct numbers, in blocks of sqrt n left ends. */
struct question {
	int from, to, block;
};

static int compare(const void *a, const void *b)
{
	const struct question *x = a, *y = b;

	if (x->block != y->block)
		return x->block < y->block ? -1 : 1;
	return x->to < y->to ? -1 : x->to > y->to;
}

long kernel(int *values, int n)
{
	struct question *q = claim((size_t)n, sizeof(*q));
	int *counts = claim_zeroed((size_t)n, sizeof(*counts)), side = 1, from = 0, to = 0, distinct = 0;
	long sum = 0;

	while ((long)side * side < n)
		side++;
	for (int i = 0; i < n; i++) {
		int a = values[i], b = values[n - 1 - i];

		q[i] = a < b ? (struct question){ a, b, a / side } : (struct question){ b, a, b / side };
	}
	qsort(q, (size_t)n, sizeof(*q), compare);
	for (int i = 0; i < n; i++) {
		while (to < q[i].to)
			distinct += !counts[values[to++] / 2]++;
		while (to > q[i].to)
			distinct -= !--counts[values[--to] / 2];
		while (from < q[i].from)
			distinct -= !--counts[values[from++] / 2];
		while (from > q[i].from)
			distinct += !counts[values[--from] / 2]++;
		sum += distinct;
	}
	free(q);
	free(counts);
	return sum;
}
