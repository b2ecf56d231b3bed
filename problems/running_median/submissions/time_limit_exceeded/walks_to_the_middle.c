/*
 * Trap: a heap of all numbers is copied for each median, and popped until the middle is reached: O(n log n) a median.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct heap {
	int *items;
	size_t n, room;
	bool greatest_first;
};

typedef struct {
	struct heap all;
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
	return finder;
}

void medianFinderAddNum(MedianFinder *finder, int num)
{
	heap_push(&finder->all, num);
}

double medianFinderFindMedian(MedianFinder *finder)
{
	struct heap copy = finder->all;
	size_t n = copy.n;
	int a = 0, b;

	copy.items = malloc(n * sizeof *copy.items);
	if (!copy.items)
		abort();
	memcpy(copy.items, finder->all.items, n * sizeof *copy.items);
	while (copy.n > n - n / 2)
		a = heap_pop(&copy);
	b = copy.items[0];
	free(copy.items);
	return n % 2 ? b : ((double)a + b) / 2;
}

void medianFinderFree(MedianFinder *finder)
{
	free(finder->all.items);
	free(finder);
}
