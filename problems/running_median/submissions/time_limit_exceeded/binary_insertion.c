/*
 * Trap: an array in order, in which the place of a number is found by bisection. Finding it is quick, moving the
 * larger ones is not: O(n) a number.
 */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
	int *nums; /* in order */
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
	size_t i = 0, end = finder->n;

	make_room(finder);
	while (i < end) {
		size_t middle = i + (end - i) / 2;

		if (finder->nums[middle] < num)
			i = middle + 1;
		else
			end = middle;
	}
	memmove(finder->nums + i + 1, finder->nums + i, (finder->n - i) * sizeof *finder->nums);
	finder->nums[i] = num;
	finder->n++;
}

double medianFinderFindMedian(MedianFinder *finder)
{
	return ((double)finder->nums[(finder->n - 1) / 2] + finder->nums[finder->n / 2]) / 2;
}

void medianFinderFree(MedianFinder *finder)
{
	free(finder->nums);
	free(finder);
}
