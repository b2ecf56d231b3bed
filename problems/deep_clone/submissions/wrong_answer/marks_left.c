/*
 * Trap: keeps the clone of each node in the node itself, and does not put back what was there.
 */
#include <stdlib.h>

struct list {
	struct Node **nodes;
	struct Node ***arrays;
	size_t n, room;
};

static void meet(struct list *l, struct Node *node)
{
	struct Node *clone;

	if (node->numNeighbors < 0)
		return;
	clone = malloc(sizeof(*clone));
	if (l->n == l->room) {
		l->room = l->room ? 2 * l->room : 16;
		l->nodes = realloc(l->nodes, l->room * sizeof(*l->nodes));
		l->arrays = realloc(l->arrays, l->room * sizeof(*l->arrays));
	}
	if (!clone || !l->nodes || !l->arrays)
		abort();
	*clone = (struct Node){ node->val, node->numNeighbors, NULL };
	l->nodes[l->n] = node;
	l->arrays[l->n++] = node->neighbors;
	node->neighbors = (struct Node **)clone;
	node->numNeighbors = -1 - node->numNeighbors;
}

struct Node *cloneGraph(struct Node *s)
{
	struct list l = { 0 };
	struct Node *result;

	if (!s)
		return NULL;
	meet(&l, s);
	result = (struct Node *)s->neighbors;
	for (size_t i = 0; i < l.n; i++) {
		struct Node *clone = (struct Node *)l.nodes[i]->neighbors;

		if (clone->numNeighbors)
			clone->neighbors = malloc((size_t)clone->numNeighbors * sizeof(struct Node *));
		for (int j = 0; j < clone->numNeighbors; j++) {
			meet(&l, l.arrays[i][j]);
			clone->neighbors[j] = (struct Node *)l.arrays[i][j]->neighbors;
		}
	}
	free(l.nodes);
	free(l.arrays);
	return result;
}
