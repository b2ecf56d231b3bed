/*
 * Trap: clones whatever it meets and never asks whether it was there before: without end on a cycle.
 */
#include <stdlib.h>

struct Node *cloneGraph(struct Node *s)
{
	struct Node *clone;

	if (!s)
		return NULL;
	clone = malloc(sizeof(*clone));
	if (!clone)
		abort();
	*clone = (struct Node){ s->val, s->numNeighbors, NULL };
	if (s->numNeighbors)
		clone->neighbors = malloc((size_t)s->numNeighbors * sizeof(struct Node *));
	for (int i = 0; i < s->numNeighbors; i++)
		clone->neighbors[i] = cloneGraph(s->neighbors[i]);
	return clone;
}
