/*
 * dependency_order: an order in which all courses can be taken. `judge show dependency_order` prints the task.
 */
#include <stdlib.h>

int *findOrder(int numCourses, int **prerequisites, int prerequisitesSize, int *prerequisitesColSize, int *returnSize)
{
	(void)prerequisitesColSize; /* always 2 each: nothing to look at */
	(void)numCourses;
	(void)prerequisites;
	(void)prerequisitesSize;
	*returnSize = 0;
	return NULL;
}
