/*
 * deep_clone: a copy of everything that can be reached from a node. `judge show deep_clone` prints the task.
 *
 * struct Node is declared before your code: { int val; int numNeighbors; struct Node **neighbors; }.
 */
#include <stddef.h>

struct Node *cloneGraph(struct Node *s)
{
	(void)s;
	return NULL;
}
