/*
 * Trap: the pointer to the last node outlives it. When the queue was empty in between, the next job is hung behind a
 * node that is gone; nodes are kept for later, so nothing crashes.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct node {
	struct job job;
	struct node *next;
};

struct job_queue {
	struct node *first;
	struct node *last; /* only looked at while there is a first one */
	struct node *unused;
	size_t size;
};

struct job_queue *job_queue_create(void)
{
	return calloc(1, sizeof(struct job_queue));
}

bool job_queue_push(struct job_queue *queue, const struct job *job)
{
	struct node *node = queue->unused;

	if (node)
		queue->unused = node->next;
	else
		node = malloc(sizeof *node);
	if (!node)
		return false;
	node->job = *job;
	node->next = NULL;
	if (queue->last)
		queue->last->next = node;
	else
		queue->first = node;
	queue->last = node;
	queue->size++;
	return true;
}

bool job_queue_peek(const struct job_queue *queue, struct job *job)
{
	if (!queue->first)
		return false;
	*job = queue->first->job;
	return true;
}

bool job_queue_pop(struct job_queue *queue, struct job *job)
{
	struct node *node = queue->first;

	if (!node)
		return false;
	*job = node->job;
	queue->first = node->next;
	node->next = queue->unused;
	queue->unused = node;
	queue->size--;
	return true;
}

size_t job_queue_size(const struct job_queue *queue)
{
	return queue->size;
}

void job_queue_free(struct job_queue *queue)
{
	struct job job;

	while (job_queue_pop(queue, &job))
		;
	while (queue->unused) {
		struct node *node = queue->unused;

		queue->unused = node->next;
		free(node);
	}
	free(queue);
}
