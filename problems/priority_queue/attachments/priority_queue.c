/*
 * priority_queue: a binary heap in an array of the caller's, and a queue that grows. `judge show priority_queue`
 * prints the task.
 *
 * The names and types of the seven functions are fixed; what PriorityQueue holds is yours.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* struct item { int64_t key; int64_t value; } is declared ahead of your code. */

typedef struct {
	size_t size;
} PriorityQueue;

void heapify(struct item *items, size_t n)
{
	(void)items;
	(void)n;
}

PriorityQueue *pq_create(void)
{
	return calloc(1, sizeof(PriorityQueue));
}

int pq_push(PriorityQueue *queue, struct item item)
{
	(void)queue;
	(void)item;
	return -ENOMEM;
}

int pq_pop_min(PriorityQueue *queue, struct item *item)
{
	(void)queue;
	(void)item;
	return -ENOENT;
}

int pq_peek(const PriorityQueue *queue, struct item *item)
{
	(void)queue;
	(void)item;
	return -ENOENT;
}

size_t pq_size(const PriorityQueue *queue)
{
	return queue->size;
}

void pq_free(PriorityQueue *queue)
{
	free(queue);
}
