/*
 * Design: the queue is a heap in which each node has four children: half as many levels, and the children of a node
 * lie side by side. heapify, which must make a binary heap, follows the smaller children to a leaf first and then
 * climbs up again to where the item belongs: fewer comparisons, since most items belong near the bottom.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#define CHILDREN 4

typedef struct {
	size_t size;
	size_t room;
	struct item *items;
} PriorityQueue;

static void settle(struct item *items, size_t n, size_t top)
{
	struct item moved = items[top];
	size_t place = top;

	while (2 * place + 2 < n) {
		place = 2 * place + 1;
		place += items[place + 1].key < items[place].key;
	}
	if (2 * place + 1 < n)
		place = 2 * place + 1;
	while (items[place].key > moved.key)
		place = (place - 1) / 2;
	/* All items from here up to the top move up by one. */
	while (place != top) {
		struct item kept = items[place];

		items[place] = moved;
		moved = kept;
		place = (place - 1) / 2;
	}
	items[top] = moved;
}

void heapify(struct item *items, size_t n)
{
	if (n < 2)
		return;
	for (size_t parent = (n - 2) / 2 + 1; parent > 0; parent--)
		settle(items, n, parent - 1);
}

PriorityQueue *pq_create(void)
{
	return calloc(1, sizeof(PriorityQueue));
}

void pq_free(PriorityQueue *queue)
{
	free(queue->items);
	free(queue);
}

size_t pq_size(const PriorityQueue *queue)
{
	return queue->size;
}

int pq_peek(const PriorityQueue *queue, struct item *item)
{
	if (!queue->size)
		return -ENOENT;
	*item = *queue->items;
	return 0;
}

int pq_push(PriorityQueue *queue, struct item item)
{
	size_t place = queue->size;

	if (queue->size == queue->room) {
		size_t room = queue->room + queue->room / 2 + 8;
		struct item *more = realloc(queue->items, room * sizeof *more);

		if (!more)
			return -ENOMEM;
		queue->items = more;
		queue->room = room;
	}
	queue->size++;
	for (; place; place = (place - 1) / CHILDREN) {
		struct item *parent = &queue->items[(place - 1) / CHILDREN];

		if (parent->key <= item.key)
			break;
		queue->items[place] = *parent;
	}
	queue->items[place] = item;
	return 0;
}

int pq_pop_min(PriorityQueue *queue, struct item *item)
{
	struct item *items = queue->items, last;
	size_t place = 0;

	if (!queue->size)
		return -ENOENT;
	*item = items[0];
	last = items[--queue->size];
	for (;;) {
		size_t first = CHILDREN * place + 1, end = first + CHILDREN, smallest = first;

		if (end > queue->size)
			end = queue->size;
		if (first >= end)
			break;
		for (size_t child = first + 1; child < end; child++)
			if (items[child].key < items[smallest].key)
				smallest = child;
		if (items[smallest].key >= last.key)
			break;
		items[place] = items[smallest];
		place = smallest;
	}
	if (queue->size)
		items[place] = last;
	return 0;
}
