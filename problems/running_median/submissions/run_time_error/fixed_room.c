/*
 * Trap: an array of 1,000 numbers, and nothing that looks whether they fit.
 */
#include <stddef.h>
#include <stdlib.h>

typedef struct {
	int *nums; /* in order */
	size_t n;
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
	if (finder->nums)
		return;
	finder->nums = calloc(1000, sizeof *finder->nums);
	if (!finder->nums)
		abort();
}

void medianFinderAddNum(MedianFinder *finder, int num)
{
	size_t i;

	make_room(finder);
	for (i = finder->n; i > 0 && finder->nums[i - 1] > num; i--)
		finder->nums[i] = finder->nums[i - 1];
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
