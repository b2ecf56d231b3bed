/*
 * Trap: the clone of a node is looked for among all pairs: O(n) an edge.
 */
#include <stdlib.h>

struct pair {
	struct Node *node, *clone;
};

struct table {
	size_t n;
	struct pair *queue; /* all pairs, in the order in which they were met */
	size_t room;
};

static void *need(void *p)
{
	if (!p)
		abort();
	return p;
}

static struct Node *made_before(const struct table *t, const struct Node *node)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->queue[i].node == node)
			return t->queue[i].clone;
	return NULL;
}

static struct Node *clone_of(struct table *t, struct Node *node)
{
	struct Node *clone = made_before(t, node);

	if (clone)
		return clone;
	if (t->n == t->room) {
		t->room *= 2;
		t->queue = need(realloc(t->queue, t->room * sizeof(*t->queue)));
	}
	clone = need(malloc(sizeof(*clone)));
	*clone = (struct Node){ node->val, node->numNeighbors, NULL };
	t->queue[t->n++] = (struct pair){ node, clone };
	return clone;
}

struct Node *cloneGraph(struct Node *s)
{
	struct table t = { .room = 16 };
	struct Node *result;

	if (!s)
		return NULL;
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
	free(t.queue);
	return result;
}
