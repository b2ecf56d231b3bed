/* time: n; space: n; order: random */
#include "kernel.h"

/* A ring of nodes is copied; a chained table finds the copy of each by its address. */
struct node {
	struct node *next, *copy_in_bucket;
	int value;
};

struct pair {
	struct pair *next;
	const struct node *original;
	struct node *copy;
};

static size_t hash(const void *p)
{
	uintptr_t x = (uintptr_t)p;

	return (x >> 4) ^ (x >> 15);
}

long kernel(int *values, int n)
{
	size_t room = 1;
	struct pair **buckets, *pairs = claim((size_t)n, sizeof(*pairs));
	struct node **nodes = claim((size_t)n, sizeof(struct node *));
	long sum = 0;

	while (room < (size_t)n)
		room *= 2;
	buckets = claim_zeroed(room, sizeof(struct pair *));
	for (int i = 0; i < n; i++) {
		nodes[i] = claim(1, sizeof(**nodes));
		nodes[i]->value = values[i];
	}
	for (int i = 0; i < n; i++) {
		size_t at = hash(nodes[i]) & (room - 1);

		nodes[i]->next = nodes[(i + 1) % n];
		pairs[i] = (struct pair){ buckets[at], nodes[i], claim(1, sizeof(struct node)) };
		buckets[at] = &pairs[i];
	}
	for (int i = 0; i < n; i++) {
		const struct pair *p = buckets[hash(nodes[i]->next) & (room - 1)];

		while (p->original != nodes[i]->next)
			p = p->next;
		pairs[i].copy->next = p->copy;
		pairs[i].copy->value = nodes[i]->value;
	}
	for (int i = 0; i < n; i++) {
		sum += pairs[i].copy->value;
		free(pairs[i].copy);
		free(nodes[i]);
	}
	free(nodes);
	free(pairs);
	free(buckets);
	return sum;
}
