/*
 * Trap: knows only the nodes on the way from the start to where it is, which is enough to end on cycles; a node that is
 * reached by two ways is cloned twice.
 */
#include <stdlib.h>

struct way {
	const struct way *before;
	struct Node *node, *clone;
};

static struct Node *clone_behind(const struct way *before, struct Node *s)
{
	struct way way = { before, s, NULL };

	for (const struct way *w = before; w; w = w->before)
		if (w->node == s)
			return w->clone;
	way.clone = malloc(sizeof(*way.clone));
	if (!way.clone)
		abort();
	*way.clone = (struct Node){ s->val, s->numNeighbors, NULL };
	if (s->numNeighbors)
		way.clone->neighbors = malloc((size_t)s->numNeighbors * sizeof(struct Node *));
	for (int i = 0; i < s->numNeighbors; i++)
		way.clone->neighbors[i] = clone_behind(&way, s->neighbors[i]);
	return way.clone;
}

struct Node *cloneGraph(struct Node *s)
{
	return s ? clone_behind(NULL, s) : NULL;
}
