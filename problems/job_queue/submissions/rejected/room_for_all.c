/*
 * Trap: the first push makes room for more jobs than any test has, in each queue. Most hosts give memory that nobody
 * writes to for nothing, but it does not follow the jobs that are in the queue.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct job_queue {
	struct job *jobs;
	size_t room;  /* a power of two, or 0 */
	size_t first; /* place of the oldest job */
	size_t size;
};

struct job_queue *job_queue_create(void)
{
	return calloc(1, sizeof(struct job_queue));
}

/* The jobs are laid out anew from place 0, since those behind the end of the old buffer began at its front. */
static bool grow(struct job_queue *queue)
{
	size_t room = queue->room ? queue->room * 2 : (size_t)1 << 20;
	struct job *jobs = malloc(room * sizeof *jobs);

	if (!jobs)
		return false;
	for (size_t i = 0; i < queue->size; i++)
		jobs[i] = queue->jobs[(queue->first + i) & (queue->room - 1)];
	free(queue->jobs);
	queue->jobs = jobs;
	queue->room = room;
	queue->first = 0;
	return true;
}

bool job_queue_push(struct job_queue *queue, const struct job *job)
{
	if (queue->size == queue->room && !grow(queue))
		return false;
	queue->jobs[(queue->first + queue->size) & (queue->room - 1)] = *job;
	queue->size++;
	return true;
}

bool job_queue_peek(const struct job_queue *queue, struct job *job)
{
	if (queue->size == 0)
		return false;
	*job = queue->jobs[queue->first];
	return true;
}

bool job_queue_pop(struct job_queue *queue, struct job *job)
{
	if (!job_queue_peek(queue, job))
		return false;
	queue->first = (queue->first + 1) & (queue->room - 1);
	queue->size--;
	return true;
}

size_t job_queue_size(const struct job_queue *queue)
{
	return queue->size;
}

void job_queue_free(struct job_queue *queue)
{
	if (!queue)
		return;
	free(queue->jobs);
	free(queue);
}
