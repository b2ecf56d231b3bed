/*
 * Trap: sorts the courses by the number of their prerequisites.
 */
#include <stdlib.h>

static const int *counts;

static int by_count(const void *a, const void *b)
{
	int x = counts[*(const int *)a], y = counts[*(const int *)b];

	return (x > y) - (x < y);
}

int *findOrder(int numCourses, int **prerequisites, int prerequisitesSize, int *prerequisitesColSize, int *returnSize)
{
	int *waits = calloc((size_t)numCourses, sizeof(*waits));
	int *order = malloc((size_t)numCourses * sizeof(*order));

	(void)prerequisitesColSize;
	for (int i = 0; i < prerequisitesSize; i++)
		waits[prerequisites[i][0]]++;
	for (int c = 0; c < numCourses; c++)
		order[c] = c;
	counts = waits;
	qsort(order, (size_t)numCourses, sizeof(*order), by_count);
	free(waits);
	*returnSize = numCourses;
	return order;
}
