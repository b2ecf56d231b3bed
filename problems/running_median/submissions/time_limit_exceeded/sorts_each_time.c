/*
 * Trap: numbers are appended, and each median sorts all of them: O(n log n) a median.
 */
#include <stddef.h>
#include <stdlib.h>

typedef struct {
	int *nums; /* in the order in which they came, until they are sorted */
	size_t n, room;
} MedianFinder;

MedianFinder *medianFinderCreate(void)
{
	MedianFinder *finder = calloc(1, sizeof *finder);

	if (!finder)
		abort();
	return finder;
}

static void make_room(MedianFinder *finder)
{
	if (finder->n < finder->room)
		return;
	finder->room = finder->room ? finder->room * 2 : 8;
	finder->nums = realloc(finder->nums, finder->room * sizeof *finder->nums);
	if (!finder->nums)
		abort();
}

void medianFinderAddNum(MedianFinder *finder, int num)
{
	make_room(finder);
	finder->nums[finder->n++] = num;
}

static int compare(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	return (x > y) - (x < y);
}

double medianFinderFindMedian(MedianFinder *finder)
{
	qsort(finder->nums, finder->n, sizeof *finder->nums, compare);
	return ((double)finder->nums[(finder->n - 1) / 2] + finder->nums[finder->n / 2]) / 2;
}

void medianFinderFree(MedianFinder *finder)
{
	free(finder->nums);
	free(finder);
}
