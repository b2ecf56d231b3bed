/*
 * Design: two stacks. Jobs are pushed on one; when the other one is empty all of them are turned over onto it, and
 * popped from there. Each job moves once.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct stack {
	struct job *jobs;
	size_t n, room;
};

struct job_queue {
	struct stack in, out;
};

static bool stack_push(struct stack *stack, const struct job *job)
{
	if (stack->n == stack->room) {
		size_t room = stack->room ? stack->room * 2 : 8;
		struct job *jobs = realloc(stack->jobs, room * sizeof *jobs);

		if (!jobs)
			return false;
		stack->jobs = jobs;
		stack->room = room;
	}
	stack->jobs[stack->n++] = *job;
	return true;
}

struct job_queue *job_queue_create(void)
{
	return calloc(1, sizeof(struct job_queue));
}

bool job_queue_push(struct job_queue *queue, const struct job *job)
{
	return stack_push(&queue->in, job);
}

bool job_queue_peek(const struct job_queue *queue, struct job *job)
{
	if (queue->out.n)
		*job = queue->out.jobs[queue->out.n - 1];
	else if (queue->in.n)
		*job = queue->in.jobs[0];
	else
		return false;
	return true;
}

bool job_queue_pop(struct job_queue *queue, struct job *job)
{
	if (!queue->out.n)
		for (; queue->in.n; queue->in.n--)
			if (!stack_push(&queue->out, &queue->in.jobs[queue->in.n - 1]))
				abort();
	if (!queue->out.n)
		return false;
	*job = queue->out.jobs[--queue->out.n];
	return true;
}

size_t job_queue_size(const struct job_queue *queue)
{
	return queue->in.n + queue->out.n;
}

void job_queue_free(struct job_queue *queue)
{
	free(queue->in.jobs);
	free(queue->out.jobs);
	free(queue);
}
