/*
 * Trap: the list of a course grows by one place each time: O(V^2) where all others require one.
 */
#include <stdlib.h>

static void *need(void *p)
{
	if (!p)
		abort();
	return p;
}

struct course {
	int waits;
	int *next, n;
};

int *findOrder(int numCourses, int **prerequisites, int prerequisitesSize, int *prerequisitesColSize, int *returnSize)
{
	struct course *courses = need(calloc((size_t)numCourses, sizeof(*courses)));
	int *order = need(malloc((size_t)numCourses * sizeof(*order)));
	int taken = 0, ready = 0;

	(void)prerequisitesColSize;
	for (int i = 0; i < prerequisitesSize; i++) {
		struct course *c = &courses[prerequisites[i][1]];

		c->next = need(realloc(c->next, ((size_t)c->n + 1) * sizeof(*c->next)));
		c->next[c->n++] = prerequisites[i][0];
		courses[prerequisites[i][0]].waits++;
	}
	for (int c = 0; c < numCourses; c++)
		if (!courses[c].waits)
			order[ready++] = c;
	while (taken < ready) {
		const struct course *c = &courses[order[taken++]];

		for (int i = 0; i < c->n; i++)
			if (--courses[c->next[i]].waits == 0)
				order[ready++] = c->next[i];
	}
	for (int c = 0; c < numCourses; c++)
		free(courses[c].next);
	free(courses);
	*returnSize = ready == numCourses ? ready : 0;
	return order;
}
