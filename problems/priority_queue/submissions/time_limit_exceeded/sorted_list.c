/*
 * Trap: the queue is a sorted list; each push walks to its place.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct node {
	struct item item;
	struct node *sibling;
};

typedef struct {
	struct node *root;
	size_t size;
} PriorityQueue;

static void sink(struct item *items, size_t n, size_t i)
{
	size_t least = i;
	struct item kept = items[i];

	for (size_t child = 2 * i + 1; child <= 2 * i + 2 && child < n; child++)
		if (items[child].key < items[least].key)
			least = child;
	if (least == i)
		return;
	items[i] = items[least];
	items[least] = kept;
	sink(items, n, least);
}

void heapify(struct item *items, size_t n)
{
	for (size_t i = n; i > 0; i--)
		sink(items, n, i - 1);
}

PriorityQueue *pq_create(void)
{
	return calloc(1, sizeof(PriorityQueue));
}

int pq_push(PriorityQueue *queue, struct item item)
{
	struct node *node = calloc(1, sizeof *node), **link;

	if (!node)
		return -ENOMEM;
	node->item = item;
	link = &queue->root;
	while (*link && (*link)->item.key < item.key)
		link = &(*link)->sibling;
	node->sibling = *link;
	*link = node;
	queue->size++;
	return 0;
}

int pq_peek(const PriorityQueue *queue, struct item *item)
{
	if (!queue->root)
		return -ENOENT;
	*item = queue->root->item;
	return 0;
}

int pq_pop_min(PriorityQueue *queue, struct item *item)
{
	struct node *old = queue->root;

	if (!old)
		return -ENOENT;
	*item = old->item;
	queue->root = old->sibling;
	queue->size--;
	free(old);
	return 0;
}

size_t pq_size(const PriorityQueue *queue)
{
	return queue->size;
}

void pq_free(PriorityQueue *queue)
{
	while (queue->root) {
		struct node *node = queue->root;

		queue->root = node->sibling;
		free(node);
	}
	free(queue);
}
