/*
 * Trap: passes over a course that requires itself, as if it required nothing.
 */
#include <stdlib.h>

static void *need(void *p)
{
	if (!p)
		abort();
	return p;
}

/* For each course, those that require it: list[from[c]] up to list[from[c + 1] - 1]. */
struct graph {
	int *from, *list;
};

static struct graph graph_of(int n, int **pairs, int n_pairs)
{
	struct graph g = { need(calloc((size_t)n + 1, sizeof(int))),
			   need(malloc(((size_t)n_pairs + 1) * sizeof(int))) };

	for (int i = 0; i < n_pairs; i++)
		g.from[pairs[i][1]]++;
	for (int c = 1; c <= n; c++)
		g.from[c] += g.from[c - 1];
	/* Filled from behind, so that from[c] ends at its first. */
	for (int i = n_pairs - 1; i >= 0; i--)
		g.list[--g.from[pairs[i][1]]] = pairs[i][0];
	return g;
}

int *findOrder(int numCourses, int **prerequisites, int prerequisitesSize, int *prerequisitesColSize, int *returnSize)
{
	struct graph g = graph_of(numCourses, prerequisites, prerequisitesSize);
	int *waits = need(calloc((size_t)numCourses, sizeof(*waits)));
	int *order = need(malloc((size_t)numCourses * sizeof(*order)));
	int taken = 0, ready = 0;

	(void)prerequisitesColSize;
	for (int i = 0; i < prerequisitesSize; i++)
		waits[prerequisites[i][0]] += prerequisites[i][0] != prerequisites[i][1];
	for (int c = 0; c < numCourses; c++)
		if (!waits[c])
			order[ready++] = c;
	while (taken < ready) {
		int c = order[taken++];

		for (int i = g.from[c]; i < g.from[c + 1]; i++)
			if (g.list[i] != c && --waits[g.list[i]] == 0)
				order[ready++] = g.list[i];
	}
	free(g.from);
	free(g.list);
	free(waits);
	*returnSize = ready == numCourses ? ready : 0;
	return order;
}
