/*
 * Design: depth-first with a stack of its own. The table has chains of entries, whose number of buckets doubles; the
 * entry of a node says how many of its neighbours are done.
 */
#include <stdint.h>
#include <stdlib.h>

struct entry {
	struct entry *chain;
	struct entry *below; /* on the stack */
	struct Node *node, *clone;
	int done;
};

struct map {
	struct entry **buckets;
	size_t n_buckets, n;
};

static void *need(void *p)
{
	if (!p)
		abort();
	return p;
}

static struct entry **bucket_of(const struct map *m, const struct Node *node)
{
	uint64_t h = (uint64_t)(uintptr_t)node;

	h = (h ^ h >> 31) * UINT64_C(0xd6e8feb86659fd93);
	return &m->buckets[(h >> 32) % m->n_buckets];
}

static void resize(struct map *m)
{
	struct entry **old = m->buckets;
	size_t n_old = m->n_buckets;

	m->n_buckets = n_old ? 2 * n_old : 8;
	m->buckets = need(calloc(m->n_buckets, sizeof(struct entry *)));
	for (size_t i = 0; i < n_old; i++)
		for (struct entry *e = old[i], *next; e; e = next) {
			struct entry **bucket = bucket_of(m, e->node);

			next = e->chain;
			e->chain = *bucket;
			*bucket = e;
		}
	free(old);
}

static struct entry *find(const struct map *m, const struct Node *node)
{
	struct entry *e = *bucket_of(m, node);

	while (e && e->node != node)
		e = e->chain;
	return e;
}

static struct entry *add(struct map *m, struct Node *node)
{
	struct entry *e = need(calloc(1, sizeof(*e))), **bucket;
	size_t n = (size_t)node->numNeighbors;

	e->node = node;
	e->clone = need(malloc(sizeof(*e->clone)));
	*e->clone = (struct Node){ node->val, node->numNeighbors, need(malloc(n ? n * sizeof(struct Node *) : 1)) };
	if (m->n++ >= m->n_buckets)
		resize(m);
	bucket = bucket_of(m, node);
	e->chain = *bucket;
	*bucket = e;
	return e;
}

static void release(struct map *m)
{
	for (size_t i = 0; i < m->n_buckets; i++)
		for (struct entry *e = m->buckets[i], *next; e; e = next) {
			next = e->chain;
			free(e);
		}
	free(m->buckets);
}

struct Node *cloneGraph(struct Node *s)
{
	struct map m = { 0 };
	struct entry *top;
	struct Node *result;

	if (!s)
		return NULL;
	resize(&m);
	top = add(&m, s);
	result = top->clone;
	while (top) {
		struct entry *next;
		struct Node *neighbor;

		if (top->done == top->node->numNeighbors) {
			top = top->below;
			continue;
		}
		neighbor = top->node->neighbors[top->done];
		next = find(&m, neighbor);
		if (next) {
			top->clone->neighbors[top->done++] = next->clone;
			continue;
		}
		next = add(&m, neighbor);
		top->clone->neighbors[top->done++] = next->clone;
		next->below = top;
		top = next;
	}
	release(&m);
	return result;
}
