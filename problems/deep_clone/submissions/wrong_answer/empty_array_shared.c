/*
 * Trap: the clone begins as a copy of the node, and only where there are neighbours it gets an array of its own. What a
 * node without neighbours has there is the caller's.
 */
#include <stdint.h>
#include <stdlib.h>

struct pair {
	struct Node *node, *clone;
};

struct table {
	struct pair *slots;
	size_t mask, n;
	struct pair *queue; /* all pairs, in the order in which they were met */
	size_t room;
};

static void *need(void *p)
{
	if (!p)
		abort();
	return p;
}

static struct pair *slot_of(const struct table *t, const struct Node *node)
{
	uint64_t h = (uint64_t)(uintptr_t)node * UINT64_C(0x9e3779b97f4a7c15);
	size_t i;

	h = (h ^ h >> 32) * UINT64_C(0xd6e8feb86659fd93);
	i = (size_t)(h >> 32) & t->mask;
	while (t->slots[i].node && t->slots[i].node != node)
		i = (i + 1) & t->mask;
	return &t->slots[i];
}

static void grow(struct table *t)
{
	free(t->slots);
	t->mask = 2 * t->mask + 1;
	t->slots = need(calloc(t->mask + 1, sizeof(*t->slots)));
	for (size_t i = 0; i < t->n; i++)
		*slot_of(t, t->queue[i].node) = t->queue[i];
	t->room = (t->mask + 1) / 2;
	t->queue = need(realloc(t->queue, t->room * sizeof(*t->queue)));
}

static struct Node *clone_of(struct table *t, struct Node *node)
{
	struct pair *slot = slot_of(t, node);

	if (slot->node)
		return slot->clone;
	if (t->n == t->room) {
		grow(t);
		slot = slot_of(t, node);
	}
	slot->node = node;
	slot->clone = need(malloc(sizeof(*slot->clone)));
	*slot->clone = *node;
	t->queue[t->n++] = *slot;
	return slot->clone;
}

struct Node *cloneGraph(struct Node *s)
{
	struct table t = { .mask = 15 };
	struct Node *result;

	if (!s)
		return NULL;
	t.slots = need(calloc(t.mask + 1, sizeof(*t.slots)));
	t.room = (t.mask + 1) / 2;
	t.queue = need(malloc(t.room * sizeof(*t.queue)));
	result = clone_of(&t, s);
	for (size_t i = 0; i < t.n; i++) {
		struct Node *node = t.queue[i].node, *clone = t.queue[i].clone;

		if (!node->numNeighbors)
			continue;
		clone->neighbors = need(malloc((size_t)node->numNeighbors * sizeof(struct Node *)));
		for (int j = 0; j < node->numNeighbors; j++)
			clone->neighbors[j] = clone_of(&t, node->neighbors[j]);
	}
	free(t.slots);
	free(t.queue);
	return result;
}
