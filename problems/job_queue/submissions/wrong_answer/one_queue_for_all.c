/*
 * Trap: all queues share one state at file scope.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

static struct job jobs[1 << 20];
static size_t first, size;

struct job_queue {
	char unused;
};

struct job_queue *job_queue_create(void)
{
	first = size = 0;
	return calloc(1, sizeof(struct job_queue));
}

bool job_queue_push(struct job_queue *queue, const struct job *job)
{
	(void)queue;
	if (size == 1 << 20)
		return false;
	jobs[(first + size++) % (1 << 20)] = *job;
	return true;
}

bool job_queue_peek(const struct job_queue *queue, struct job *job)
{
	(void)queue;
	if (size == 0)
		return false;
	*job = jobs[first];
	return true;
}

bool job_queue_pop(struct job_queue *queue, struct job *job)
{
	if (!job_queue_peek(queue, job))
		return false;
	first = (first + 1) % (1 << 20);
	size--;
	return true;
}

size_t job_queue_size(const struct job_queue *queue)
{
	(void)queue;
	return size;
}

void job_queue_free(struct job_queue *queue)
{
	free(queue);
}
