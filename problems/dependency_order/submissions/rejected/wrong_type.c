/*
 * Breaks the API: the function returns whether there is an order, and writes it into no array.
 */
bool findOrder(int numCourses, int **prerequisites, int prerequisitesSize, int *prerequisitesColSize, int *returnSize)
{
	(void)numCourses;
	(void)prerequisites;
	(void)prerequisitesSize;
	(void)prerequisitesColSize;
	*returnSize = 0;
	return false;
}
