/*
 * Design: no table. While the function runs, the `neighbors` of a node leads to its clone and its numNeighbors is
 * negative, which says that it was met. The array of the clone keeps what is needed to put that right, in two places
 * more than it has neighbours: the array of the node, and the next node in a list of all. At the end everything is as
 * it was.
 */
#include <stdlib.h>

static struct Node *clone_of(const struct Node *met)
{
	return (struct Node *)met->neighbors;
}

/* Two places behind the neighbours of the clone. */
static struct Node **places(const struct Node *clone)
{
	return clone->neighbors + clone->numNeighbors;
}

/* Makes the clone of a node that is met for the first time. */
static void meet(struct Node *node)
{
	size_t n = (size_t)node->numNeighbors;
	struct Node *clone = malloc(sizeof(*clone));

	if (!clone)
		abort();
	clone->val = node->val;
	clone->numNeighbors = node->numNeighbors;
	clone->neighbors = malloc((n + 2) * sizeof(struct Node *));
	if (!clone->neighbors)
		abort();
	for (size_t i = 0; i < n; i++)
		clone->neighbors[i] = node->neighbors[i];
	clone->neighbors[n] = (struct Node *)node->neighbors;
	clone->neighbors[n + 1] = NULL;
	node->neighbors = (struct Node **)clone;
	node->numNeighbors = -1 - node->numNeighbors;
}

struct Node *cloneGraph(struct Node *s)
{
	struct Node *last = s, *result, *next;

	if (!s)
		return NULL;
	meet(s);
	result = clone_of(s);
	for (struct Node *node = s; node; node = places(clone_of(node))[1]) {
		struct Node *clone = clone_of(node);

		for (int i = 0; i < clone->numNeighbors; i++) {
			struct Node *neighbor = clone->neighbors[i];

			if (neighbor->numNeighbors >= 0) {
				meet(neighbor);
				places(clone_of(last))[1] = neighbor;
				last = neighbor;
			}
			clone->neighbors[i] = clone_of(neighbor);
		}
	}
	for (struct Node *node = s; node; node = next) {
		struct Node *clone = clone_of(node);

		next = places(clone)[1];
		node->neighbors = (struct Node **)places(clone)[0];
		node->numNeighbors = clone->numNeighbors;
	}
	return result;
}
