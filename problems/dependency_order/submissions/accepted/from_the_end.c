/*
 * Design: from behind: what no course waits for is taken last. Edges are nodes of linked lists in one block, and the
 * order is filled from its end; without one it returns NULL.
 */
#include <stdlib.h>

static void *need(void *p)
{
	if (!p)
		abort();
	return p;
}

struct edge {
	int required;
	struct edge *next;
};

struct course {
	int wanted_by; /* courses that are not placed yet */
	struct edge *requires;
};

static void connect(struct course *courses, struct edge *edges, int **pairs, int n)
{
	for (int i = 0; i < n; i++) {
		struct course *c = &courses[pairs[i][0]];

		edges[i] = (struct edge){ pairs[i][1], c->requires };
		c->requires = &edges[i];
		courses[pairs[i][1]].wanted_by++;
	}
}

int *findOrder(int numCourses, int **prerequisites, int prerequisitesSize, int *prerequisitesColSize, int *returnSize)
{
	struct course *courses = need(calloc((size_t)numCourses, sizeof(*courses)));
	struct edge *edges = need(malloc(((size_t)prerequisitesSize + 1) * sizeof(*edges)));
	int *order = need(malloc((size_t)numCourses * sizeof(*order)));
	int free_places = numCourses, done = numCourses;

	(void)prerequisitesColSize;
	connect(courses, edges, prerequisites, prerequisitesSize);
	for (int c = 0; c < numCourses; c++)
		if (!courses[c].wanted_by)
			order[--free_places] = c;
	while (done > free_places) {
		struct course *c = &courses[order[--done]];

		for (struct edge *e = c->requires; e; e = e->next)
			if (--courses[e->required].wanted_by == 0)
				order[--free_places] = e->required;
	}
	free(courses);
	free(edges);
	*returnSize = free_places ? 0 : numCourses;
	if (*returnSize)
		return order;
	free(order);
	return NULL;
}
