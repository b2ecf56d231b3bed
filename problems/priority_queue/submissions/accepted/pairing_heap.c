/*
 * Design: the queue is a pairing heap: a tree of nodes in which a push adds a child to the root, and a pop joins the
 * children of the root in pairs, O(log n) amortised. Everything about the tree is done in loops, since it may be as
 * deep as it has nodes. heapify is Floyd's with a recursion along one path.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct node {
	struct item item;
	struct node *child;
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

/* One tree of two, either of which may be NULL. */
static struct node *join(struct node *a, struct node *b)
{
	if (!a || !b)
		return a ? a : b;
	if (b->item.key < a->item.key) {
		struct node *kept = a;

		a = b;
		b = kept;
	}
	b->sibling = a->child;
	a->child = b;
	return a;
}

static struct node *join_all(struct node *first)
{
	struct node *pairs = NULL, *all = NULL;

	while (first) {
		struct node *second = first->sibling;
		struct node *next = second ? second->sibling : NULL;

		first->sibling = NULL;
		first = join(first, second);
		first->sibling = pairs;
		pairs = first;
		first = next;
	}
	while (pairs) {
		struct node *next = pairs->sibling;

		pairs->sibling = NULL;
		all = join(all, pairs);
		pairs = next;
	}
	return all;
}

PriorityQueue *pq_create(void)
{
	return calloc(1, sizeof(PriorityQueue));
}

int pq_push(PriorityQueue *queue, struct item item)
{
	struct node *node = calloc(1, sizeof *node);

	if (!node)
		return -ENOMEM;
	node->item = item;
	queue->root = join(queue->root, node);
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
	queue->root = join_all(old->child);
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
	struct node *list = queue->root;

	/* Children go to the front of the list, so that no stack is needed. */
	while (list) {
		struct node *node = list, *child = node->child;

		list = node->sibling;
		while (child) {
			struct node *next = child->sibling;

			child->sibling = list;
			list = child;
			child = next;
		}
		free(node);
	}
	free(queue);
}
