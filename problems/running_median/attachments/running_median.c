/*
 * running_median: the median of the numbers that came so far. `judge show running_median` prints the task.
 *
 * The names and types of the four functions are fixed; what MedianFinder holds is yours.
 */
#include <stdlib.h>

typedef struct {
	int last;
} MedianFinder;

MedianFinder *medianFinderCreate()
{
	return calloc(1, sizeof(MedianFinder));
}

void medianFinderAddNum(MedianFinder *obj, int num)
{
	obj->last = num;
}

double medianFinderFindMedian(MedianFinder *obj)
{
	return obj->last;
}

void medianFinderFree(MedianFinder *obj)
{
	free(obj);
}
