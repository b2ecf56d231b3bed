/*
 * Trap: heapify makes 0 of values below 0.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

typedef struct {
	struct item *items;
	size_t size;
	size_t room;
} PriorityQueue;

/* Puts `item` into the heap whose place `i` is free and whose subtrees below it are heaps. */
static void sift_down(struct item *items, size_t n, size_t i, struct item item)
{
	for (size_t child; (child = 2 * i + 1) < n; i = child) {
		if (child + 1 < n && items[child + 1].key < items[child].key)
			child++;
		if (item.key <= items[child].key)
			break;
		items[i] = items[child];
	}
	items[i] = item;
}

static void sift_up(struct item *items, size_t i, struct item item)
{
	while (i > 0) {
		size_t parent = (i - 1) / 2;

		if (items[parent].key <= item.key)
			break;
		items[i] = items[parent];
		i = parent;
	}
	items[i] = item;
}

void heapify(struct item *items, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (items[i].value < 0)
			items[i].value = 0;
	for (size_t i = n / 2; i-- > 0;)
		sift_down(items, n, i, items[i]);
}

PriorityQueue *pq_create(void)
{
	return calloc(1, sizeof(PriorityQueue));
}

static int make_room(PriorityQueue *queue)
{
	size_t room = queue->room ? 2 * queue->room : 16;
	struct item *items = realloc(queue->items, room * sizeof *items);

	if (!items)
		return -ENOMEM;
	queue->items = items;
	queue->room = room;
	return 0;
}

int pq_push(PriorityQueue *queue, struct item item)
{
	if (queue->size == queue->room && make_room(queue) != 0)
		return -ENOMEM;
	sift_up(queue->items, queue->size, item);
	queue->size++;
	return 0;
}

int pq_pop_min(PriorityQueue *queue, struct item *item)
{
	if (queue->size == 0)
		return -ENOENT;
	*item = queue->items[0];
	queue->size--;
	if (queue->size > 0)
		sift_down(queue->items, queue->size, 0, queue->items[queue->size]);
	return 0;
}

int pq_peek(const PriorityQueue *queue, struct item *item)
{
	if (queue->size == 0)
		return -ENOENT;
	*item = queue->items[0];
	return 0;
}

size_t pq_size(const PriorityQueue *queue)
{
	return queue->size;
}

void pq_free(PriorityQueue *queue)
{
	if (queue)
		free(queue->items);
	free(queue);
}
