/*
 * Trap: keeps every median that was asked for, so that the space grows with the medians, not with the numbers.
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
	double *medians;  /* all that were asked for */
	size_t n_medians, room;
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

static int heap_pop(struct heap *heap)
{
	int top = heap->items[0];
	int num = heap->items[--heap->n];
	size_t i = 0;

	for (size_t child = 1; child < heap->n; child = 2 * i + 1) {
		if (child + 1 < heap->n && comes_before(heap, heap->items[child + 1], heap->items[child]))
			child++;
		if (!comes_before(heap, heap->items[child], num))
			break;
		heap->items[i] = heap->items[child];
		i = child;
	}
	heap->items[i] = num;
	return top;
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
	if (finder->low.n > finder->high.n + 1)
		heap_push(&finder->high, heap_pop(&finder->low));
	else if (finder->high.n > finder->low.n)
		heap_push(&finder->low, heap_pop(&finder->high));
}

static void remember(MedianFinder *finder, double median)
{
	if (finder->n_medians == finder->room) {
		finder->room = finder->room ? finder->room * 2 : 8;
		finder->medians = realloc(finder->medians, finder->room * sizeof *finder->medians);
		if (!finder->medians)
			abort();
	}
	finder->medians[finder->n_medians++] = median;
}

double medianFinderFindMedian(MedianFinder *finder)
{
	double median = finder->low.items[0];

	if (finder->low.n == finder->high.n)
		median = (median + finder->high.items[0]) / 2;
	remember(finder, median);
	return median;
}

void medianFinderFree(MedianFinder *finder)
{
	free(finder->low.items);
	free(finder->high.items);
	free(finder->medians);
	free(finder);
}
