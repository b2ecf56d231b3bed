/*
 * Trap: popped nodes stay in the list, so that they can be freed with the queue: nothing leaks, and with few jobs in
 * the queue the space grows with the number of operations.
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
	struct node *all; /* popped ones first */
	struct node *first;
	struct node *last; /* only looked at while there are nodes */
	size_t size;
};

struct job_queue *job_queue_create(void)
{
	return calloc(1, sizeof(struct job_queue));
}

bool job_queue_push(struct job_queue *queue, const struct job *job)
{
	struct node *node = malloc(sizeof *node);

	if (!node)
		return false;
	node->job = *job;
	node->next = NULL;
	if (queue->all)
		queue->last->next = node;
	else
		queue->all = node;
	queue->last = node;
	if (!queue->first)
		queue->first = node;
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
	queue->size--;
	return true;
}

size_t job_queue_size(const struct job_queue *queue)
{
	return queue->size;
}

void job_queue_free(struct job_queue *queue)
{
	while (queue->all) {
		struct node *node = queue->all;

		queue->all = node->next;
		free(node);
	}
	free(queue);
}
