/*
 * Trap: an array from which jobs are read at a place that only moves forward. The slots in front of it are never used
 * again: with few jobs in the queue the space grows with the number of operations.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct job_queue {
	struct job *jobs;
	size_t room;
	size_t first;
	size_t end;
};

struct job_queue *job_queue_create(void)
{
	return calloc(1, sizeof(struct job_queue));
}

bool job_queue_push(struct job_queue *queue, const struct job *job)
{
	if (queue->end == queue->room) {
		size_t room = queue->room ? queue->room * 2 : 8;
		struct job *jobs = realloc(queue->jobs, room * sizeof *jobs);

		if (!jobs)
			return false;
		queue->jobs = jobs;
		queue->room = room;
	}
	queue->jobs[queue->end++] = *job;
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
	queue->first++;
	return true;
}

size_t job_queue_size(const struct job_queue *queue)
{
	return queue->end - queue->first;
}

void job_queue_free(struct job_queue *queue)
{
	free(queue->jobs);
	free(queue);
}
