/*
 * Design: two heaps of the same size and, when the count is odd, the middle number by itself. The lower heap holds
 * numbers with all bits inverted, which turns the order round for every int, so that one kind of heap is enough.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

struct heap {
	int *items; /* from place 1 */
	int n, room;
};

typedef struct {
	struct heap below, above;
	bool odd;
	int middle; /* when odd */
} MedianFinder;

static void add(struct heap *h, int num)
{
	int i;

	if (h->n + 2 > h->room) {
		int room = h->room ? h->room * 2 : 16;
		int *items = malloc((size_t)room * sizeof *items);

		if (!items)
			abort();
		for (int k = 1; k <= h->n; k++)
			items[k] = h->items[k];
		free(h->items);
		h->items = items;
		h->room = room;
	}
	h->items[i = ++h->n] = num;
	while (i > 1 && h->items[i / 2] > num) {
		h->items[i] = h->items[i / 2];
		h->items[i /= 2] = num;
	}
}

/* Puts the number into the heap and takes the smallest one out, which may be the number itself. */
static int exchange(struct heap *h, int num)
{
	int top, i = 1;

	if (h->n == 0 || num <= h->items[1])
		return num;
	top = h->items[1];
	while (2 * i <= h->n) {
		int child = 2 * i;

		if (child < h->n && h->items[child + 1] < h->items[child])
			child++;
		if (h->items[child] >= num)
			break;
		h->items[i] = h->items[child];
		i = child;
	}
	h->items[i] = num;
	return top;
}

MedianFinder *medianFinderCreate()
{
	MedianFinder *obj = calloc(1, sizeof(MedianFinder));

	if (!obj)
		abort();
	return obj;
}

void medianFinderAddNum(MedianFinder *obj, int num)
{
	if (obj->odd) {
		int smaller = num < obj->middle ? num : obj->middle;
		int larger = num < obj->middle ? obj->middle : num;

		add(&obj->below, ~smaller);
		add(&obj->above, larger);
		obj->odd = false;
	} else {
		num = exchange(&obj->above, num);
		obj->middle = ~exchange(&obj->below, ~num);
		obj->odd = true;
	}
}

double medianFinderFindMedian(MedianFinder *obj)
{
	if (obj->odd)
		return obj->middle;
	return 0.5 * ~obj->below.items[1] + 0.5 * obj->above.items[1];
}

void medianFinderFree(MedianFinder *obj)
{
	free(obj->below.items);
	free(obj->above.items);
	free(obj);
}
