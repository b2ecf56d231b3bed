/* time: n log n; space: n; order: sorted */
#include "kernel.h"

/* Two heaps; ascending numbers all go up the same one. */
struct heap {
	int *v, n;
};

static void push(struct heap *h, int value)
{
	int at = h->n++;

	h->v[at] = value;
	while (at > 0 && h->v[at] < h->v[(at - 1) / 2]) {
		swap(&h->v[at], &h->v[(at - 1) / 2]);
		at = (at - 1) / 2;
	}
}

static int pop(struct heap *h)
{
	int top = h->v[0], at = 0, child;

	h->v[0] = h->v[--h->n];
	while ((child = 2 * at + 1) < h->n) {
		if (child + 1 < h->n && h->v[child + 1] < h->v[child])
			child++;
		if (h->v[at] <= h->v[child])
			break;
		swap(&h->v[at], &h->v[child]);
		at = child;
	}
	return top;
}

long kernel(int *values, int n)
{
	struct heap low = { claim((size_t)n, sizeof(int)), 0 }, high = { claim((size_t)n, sizeof(int)), 0 };
	long sum = 0;

	for (int i = 0; i < n; i++) {
		push(&low, -values[i]);
		push(&high, -pop(&low));
		if (high.n > low.n)
			push(&low, -pop(&high));
		sum -= low.v[0];
	}
	free(low.v);
	free(high.v);
	return sum;
}
