/*
 * Trap: all nodes lie in one array here, so the clones stand in a table by how far the node is from the lowest one.
 * That table is as long as the array, however few of its nodes are reached, and elsewhere nodes lie anywhere.
 */
#include <stdlib.h>

struct met {
	struct Node **nodes;
	size_t n, room;
};

static void *need(void *p)
{
	if (!p)
		abort();
	return p;
}

/* A node that was met has a negative number of neighbours: -1 and less. */
static void meet(struct met *met, struct Node *node)
{
	if (node->numNeighbors < 0)
		return;
	node->numNeighbors = -1 - node->numNeighbors;
	if (met->n == met->room) {
		met->room = met->room ? 2 * met->room : 16;
		met->nodes = need(realloc(met->nodes, met->room * sizeof(*met->nodes)));
	}
	met->nodes[met->n++] = node;
}

static struct Node *new_clone(const struct Node *node)
{
	struct Node *clone = need(malloc(sizeof(*clone)));

	*clone = *node;
	clone->neighbors = need(malloc(((size_t)node->numNeighbors + 1) * sizeof(struct Node *)));
	return clone;
}

struct Node *cloneGraph(struct Node *s)
{
	struct met met = { .n = 0 };
	struct Node *low = s, *high = s, **clones, *result;

	if (!s)
		return NULL;
	meet(&met, s);
	for (size_t i = 0; i < met.n; i++) {
		struct Node *node = met.nodes[i];

		for (int j = 0; j < -1 - node->numNeighbors; j++)
			meet(&met, node->neighbors[j]);
		low = node < low ? node : low;
		high = node > high ? node : high;
	}
	clones = need(malloc((size_t)(high - low + 1) * sizeof(*clones)));
	for (size_t i = 0; i < met.n; i++) {
		met.nodes[i]->numNeighbors = -1 - met.nodes[i]->numNeighbors;
		clones[met.nodes[i] - low] = new_clone(met.nodes[i]);
	}
	for (size_t i = 0; i < met.n; i++) {
		struct Node *node = met.nodes[i];

		for (int j = 0; j < node->numNeighbors; j++)
			clones[node - low]->neighbors[j] = clones[node->neighbors[j] - low];
	}
	result = clones[s - low];
	free(clones);
	free(met.nodes);
	return result;
}
