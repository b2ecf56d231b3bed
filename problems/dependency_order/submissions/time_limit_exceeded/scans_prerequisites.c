/*
 * Trap: goes through all prerequisites for each course that is taken: O(V * E).
 */
#include <stdlib.h>

static void *need(void *p)
{
	if (!p)
		abort();
	return p;
}

int *findOrder(int numCourses, int **prerequisites, int prerequisitesSize, int *prerequisitesColSize, int *returnSize)
{
	int *waits = need(calloc((size_t)numCourses, sizeof(*waits)));
	int *order = need(malloc((size_t)numCourses * sizeof(*order)));
	int taken = 0, ready = 0;

	(void)prerequisitesColSize;
	for (int i = 0; i < prerequisitesSize; i++)
		waits[prerequisites[i][0]]++;
	for (int c = 0; c < numCourses; c++)
		if (!waits[c])
			order[ready++] = c;
	while (taken < ready) {
		int c = order[taken++];

		for (int i = 0; i < prerequisitesSize; i++)
			if (prerequisites[i][1] == c && --waits[prerequisites[i][0]] == 0)
				order[ready++] = prerequisites[i][0];
	}
	free(waits);
	*returnSize = ready == numCourses ? ready : 0;
	return order;
}
