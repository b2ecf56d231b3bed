/*
 * job_queue: jobs that leave in the order in which they came. `judge show job_queue` prints the task.
 *
 * The names and types of the six functions are fixed; what struct job_queue holds is yours. The caller's job is
 * declared as
 *
 *	struct job {
 *		int64_t id;
 *		int64_t argument;
 *	};
 *
 * in the header that is included ahead of this file.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

struct job_queue {
	size_t size;
};

struct job_queue *job_queue_create(void)
{
	return calloc(1, sizeof(struct job_queue));
}

bool job_queue_push(struct job_queue *queue, const struct job *job)
{
	(void)job;
	queue->size++;
	return true;
}

bool job_queue_pop(struct job_queue *queue, struct job *job)
{
	(void)queue;
	(void)job;
	return false;
}

bool job_queue_peek(const struct job_queue *queue, struct job *job)
{
	(void)queue;
	(void)job;
	return false;
}

size_t job_queue_size(const struct job_queue *queue)
{
	return queue->size;
}

void job_queue_free(struct job_queue *queue)
{
	free(queue);
}
