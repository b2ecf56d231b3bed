/*
 * Trap: only two places are kept, and both the full and the empty buffer have them equal: the queue is empty after the
 * push that fills it.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct job_queue {
	struct job *jobs;
	size_t room;
	size_t first; /* place of the oldest job */
	size_t end;   /* place of the next one */
};

struct job_queue *job_queue_create(void)
{
	struct job_queue *queue = calloc(1, sizeof *queue);

	if (!queue)
		return NULL;
	queue->room = 8;
	queue->jobs = calloc(queue->room, sizeof *queue->jobs);
	if (!queue->jobs) {
		free(queue);
		return NULL;
	}
	return queue;
}

size_t job_queue_size(const struct job_queue *queue)
{
	return (queue->end + queue->room - queue->first) % queue->room;
}

static bool grow(struct job_queue *queue)
{
	struct job *jobs = calloc(queue->room * 2, sizeof *jobs);
	size_t size = job_queue_size(queue);

	if (!jobs)
		return false;
	for (size_t i = 0; i < size; i++)
		jobs[i] = queue->jobs[(queue->first + i) % queue->room];
	free(queue->jobs);
	queue->jobs = jobs;
	queue->room *= 2;
	queue->first = 0;
	queue->end = size;
	return true;
}

bool job_queue_push(struct job_queue *queue, const struct job *job)
{
	if (job_queue_size(queue) == queue->room && !grow(queue))
		return false;
	queue->jobs[queue->end] = *job;
	queue->end = (queue->end + 1) % queue->room;
	return true;
}

bool job_queue_peek(const struct job_queue *queue, struct job *job)
{
	if (queue->first == queue->end)
		return false;
	*job = queue->jobs[queue->first];
	return true;
}

bool job_queue_pop(struct job_queue *queue, struct job *job)
{
	if (!job_queue_peek(queue, job))
		return false;
	queue->first = (queue->first + 1) % queue->room;
	return true;
}

void job_queue_free(struct job_queue *queue)
{
	free(queue->jobs);
	free(queue);
}
