/*
 * Trap: numbers go to the half where they belong, and the halves are never balanced: with sorted streams one of them
 * stays empty.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

struct heap {
	int *items;
	size_t n, room;
	bool greatest_first;
};

typedef struct {
	struct heap low;  /* the smaller half, the greatest of them on top; as many as high, or one more */
	struct heap high; /* the larger half, the smallest of them on top */
} MedianFinder;

static bool comes_before(const struct heap *heap, int a, int b)
{
	return heap->greatest_first ? a > b : a < b;
}

static void heap_push(struct heap *heap, int num)
{
	size_t i = heap->n;

	if (heap->n == heap->room) {
		heap->room = heap->room ? heap->room * 2 : 8;
		heap->items = realloc(heap->items, heap->room * sizeof *heap->items);
		if (!heap->items)
			abort();
	}
	for (; i > 0 && comes_before(heap, num, heap->items[(i - 1) / 2]); i = (i - 1) / 2)
		heap->items[i] = heap->items[(i - 1) / 2];
	heap->items[i] = num;
	heap->n++;
}

MedianFinder *medianFinderCreate(void)
{
	MedianFinder *finder = calloc(1, sizeof *finder);

	if (!finder)
		abort();
	finder->low.greatest_first = true;
	return finder;
}

void medianFinderAddNum(MedianFinder *finder, int num)
{
	if (finder->low.n == 0 || num <= finder->low.items[0])
		heap_push(&finder->low, num);
	else
		heap_push(&finder->high, num);
}

double medianFinderFindMedian(MedianFinder *finder)
{
	if (finder->high.n > finder->low.n)
		return finder->high.items[0];
	if (finder->low.n > finder->high.n)
		return finder->low.items[0];
	return ((double)finder->low.items[0] + finder->high.items[0]) / 2;
}

void medianFinderFree(MedianFinder *finder)
{
	free(finder->low.items);
	free(finder->high.items);
	free(finder);
}
