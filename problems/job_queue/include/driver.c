/*
 * driver: plays one test of job_queue.
 *
 * An input is a list of operations, one a line:
 *
 *	create          makes the next queue (the first one is number 1) and works on it from here
 *	push ID ARG     pop    peek    size
 *	use I           works on queue I from here
 *	free            frees the queue that is worked on; `create` or `use` comes next
 *
 * pop and peek write the job, "ID ARG", or "none" on a line; size writes a line with the number. Queues that are left
 * at the end are freed in the order of their creation.
 *
 * Every job is handed over in the same place, which is overwritten after the call: who keeps the address of a job and
 * not the job finds another one there. Guards stand on both sides of it.
 */
#include "driver.h"

#include <string.h>

#define QUEUES_MAX 1000
#define GUARDS     8
#define STALE      INT64_C(-6148914691236517206) /* what stands in a job that is not given out */

struct job {
	int64_t id;
	int64_t argument;
};

static void *(*create)(void);
static bool (*push)(void *queue, const struct job *job);
static bool (*pop)(void *queue, struct job *job);
static bool (*peek)(const void *queue, struct job *job);
static size_t (*size)(const void *queue);
static void (*release)(void *queue);

const struct driver_function driver_functions[] = {
	{ "job_queue_create", (void **)&create },
	{ "job_queue_push", (void **)&push },
	{ "job_queue_pop", (void **)&pop },
	{ "job_queue_peek", (void **)&peek },
	{ "job_queue_size", (void **)&size },
	{ "job_queue_free", (void **)&release },
	{ NULL, NULL },
};

struct player {
	void *queues[QUEUES_MAX]; /* NULL once freed */
	size_t n;
	size_t current;                                 /* index */
	struct job before[GUARDS], job, behind[GUARDS]; /* where all jobs are handed over */
};

static void *current_queue(const struct player *p)
{
	if (p->current >= p->n || !p->queues[p->current])
		driver_bad_input("there is no queue to work on");
	return p->queues[p->current];
}

static bool is_stale(const struct job *job)
{
	return job->id == STALE && job->argument == STALE;
}

static void guard(struct player *p, void (*how)(const void *bytes, size_t n))
{
	how(p->before, sizeof p->before);
	how(p->behind, sizeof p->behind);
}

static void take_job_back(struct player *p, const char *complaint)
{
	guard(p, driver_unfence);
	for (size_t i = 0; i < GUARDS; i++)
		if (!is_stale(&p->before[i]) || !is_stale(&p->behind[i]))
			driver_complain(complaint);
	guard(p, driver_fence);
	p->job = (struct job){ STALE, STALE };
}

static void play_create(struct player *p)
{
	if (p->n == QUEUES_MAX)
		driver_bad_input("too many queues");
	p->queues[p->n] = create();
	if (!p->queues[p->n])
		driver_complain("job_queue_create returned NULL");
	p->current = p->n++;
}

static void play_push(struct player *p)
{
	struct job job;

	job.id = driver_read_i64();
	job.argument = driver_read_i64();
	p->job = job;
	if (!push(current_queue(p), &p->job))
		driver_complain("job_queue_push returned false");
	if (p->job.id != job.id || p->job.argument != job.argument)
		driver_complain("job_queue_push changed the job that it was given");
	take_job_back(p, "job_queue_push wrote beside the job that it was given");
}

static void play_out(struct player *p, bool there, const char *changed, const char *beside)
{
	const struct job job = p->job;

	take_job_back(p, beside);
	if (there) {
		driver_write_i64(job.id);
		driver_write_char(' ');
		driver_write_i64(job.argument);
		driver_write_char('\n');
	} else {
		if (!is_stale(&job))
			driver_complain(changed);
		driver_write_str("none\n");
	}
}

static void play_pop(struct player *p)
{
	play_out(p, pop(current_queue(p), &p->job), "job_queue_pop returned false and changed *job",
		 "job_queue_pop wrote beside *job");
}

static void play_peek(struct player *p)
{
	play_out(p, peek(current_queue(p), &p->job), "job_queue_peek returned false and changed *job",
		 "job_queue_peek wrote beside *job");
}

static void play_size(struct player *p)
{
	size_t n = size(current_queue(p));

	/* No queue of a test comes near it; a size that wrapped around does. */
	driver_write_i64(n > INT64_MAX ? INT64_MAX : (int64_t)n);
	driver_write_char('\n');
}

static void play_use(struct player *p)
{
	int64_t number = driver_read_i64();

	if (number < 1 || number > QUEUES_MAX)
		driver_bad_input("the number of a queue");
	p->current = (size_t)number - 1;
	current_queue(p);
}

static void play_free(struct player *p)
{
	release(current_queue(p));
	p->queues[p->current] = NULL;
}

static const struct {
	const char *word;
	void (*play)(struct player *p);
} OPERATIONS[] = {
	{ "push", play_push }, { "pop", play_pop },       { "peek", play_peek }, { "size", play_size },
	{ "use", play_use },   { "create", play_create }, { "free", play_free },
};

#define N_OPERATIONS (sizeof OPERATIONS / sizeof OPERATIONS[0])

static void play(struct player *p)
{
	size_t len;
	const char *word = driver_read_token(&len);

	for (size_t i = 0; i < N_OPERATIONS; i++)
		if (len == strlen(OPERATIONS[i].word) && memcmp(word, OPERATIONS[i].word, len) == 0) {
			OPERATIONS[i].play(p);
			return;
		}
	driver_bad_input("an operation that is not one of create, push, pop, peek, size, use, free");
}

void driver_run(void)
{
	struct player *p = driver_alloc(1, sizeof *p);

	for (size_t i = 0; i < GUARDS; i++)
		p->before[i] = p->behind[i] = (struct job){ STALE, STALE };
	p->job = p->before[0];
	guard(p, driver_fence);
	while (!driver_at_end())
		play(p);
	for (size_t i = 0; i < p->n; i++)
		if (p->queues[i])
			release(p->queues[i]);
}
