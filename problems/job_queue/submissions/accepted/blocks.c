/*
 * Design: a list of blocks of 128 jobs. Jobs are written into the last block and read from the first one; a block that
 * has been read is kept as the spare for the next one that is needed.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#define BLOCK 128

struct block {
	struct block *next;
	struct job jobs[BLOCK];
};

struct job_queue {
	struct block *first, *last, *spare;
	size_t read;    /* place in the first block */
	size_t written; /* place in the last block */
	size_t size;
};

struct job_queue *job_queue_create(void)
{
	struct job_queue *queue = calloc(1, sizeof *queue);

	if (!queue)
		return NULL;
	queue->first = queue->last = calloc(1, sizeof *queue->first);
	if (!queue->first) {
		free(queue);
		return NULL;
	}
	return queue;
}

static bool add_block(struct job_queue *queue)
{
	struct block *block = queue->spare ? queue->spare : malloc(sizeof *block);

	if (!block)
		return false;
	queue->spare = NULL;
	block->next = NULL;
	queue->last->next = block;
	queue->last = block;
	queue->written = 0;
	return true;
}

bool job_queue_push(struct job_queue *queue, const struct job *job)
{
	if (queue->written == BLOCK && !add_block(queue))
		return false;
	queue->last->jobs[queue->written++] = *job;
	queue->size++;
	return true;
}

/* The next block is there when the first one has been read to its end and the queue is not empty. */
bool job_queue_peek(const struct job_queue *queue, struct job *job)
{
	if (queue->size == 0)
		return false;
	*job = queue->read == BLOCK ? queue->first->next->jobs[0] : queue->first->jobs[queue->read];
	return true;
}

bool job_queue_pop(struct job_queue *queue, struct job *job)
{
	if (!job_queue_peek(queue, job))
		return false;
	if (queue->read == BLOCK) {
		struct block *done = queue->first;

		queue->first = done->next;
		queue->read = 0;
		free(queue->spare);
		queue->spare = done;
	}
	queue->read++;
	queue->size--;
	return true;
}

size_t job_queue_size(const struct job_queue *queue)
{
	return queue->size;
}

void job_queue_free(struct job_queue *queue)
{
	while (queue->first) {
		struct block *next = queue->first->next;

		free(queue->first);
		queue->first = next;
	}
	free(queue->spare);
	free(queue);
}
