/*
 * Trap: a list without a pointer to its end: each push walks the whole list.
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
	size_t size;
};

struct job_queue *job_queue_create(void)
{
	return calloc(1, sizeof(struct job_queue));
}

bool job_queue_push(struct job_queue *queue, const struct job *job)
{
	struct node *node = malloc(sizeof *node), **link = &queue->first;

	if (!node)
		return false;
	node->job = *job;
	node->next = NULL;
	while (*link)
		link = &(*link)->next;
	*link = node;
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
	free(node);
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
	free(queue);
}
