/*
 * converse: two programs that talk to each other, each in a box.
 *
 * Pipes lie between them, and two threads run them. What decides who is to blame is who ended first, and that must not
 * depend on which thread the host lets run: so this process holds all ends of the pipes open while both run. A side's
 * end is written down before the other can see anything of it; then what it wrote comes to its end for the other, and
 * what the other still writes is read and thrown away. What the candidate says is handed on by a third thread, which
 * counts it and copies none of it.
 *
 * What it stops: a program that dies of SIGPIPE or at an end of file because its partner was done with it, and looks
 * as if it had crashed; one that waits for a partner that has gone, or fills the pipe of one; one that floods its
 * partner until that meets a limit, and looks to be at fault. What it does not do: tell a side that the other has
 * closed its stream and goes on. Whoever waits for that waits for the wall limit.
 */
#include "runners/runner.h"

#include "sandbox/base/cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define RELAY_BYTES (64u * 1024u) /* at once: what a pipe holds */

struct side {
	struct conversation *of;
	struct side *other;
	struct run_box *box;
	const char *const *args;
	const struct run_counting *how;
	struct run_ends ends;
	int stop; /* an eventfd, owned */
	struct execution *x;
	int result;
	struct err failure; /* with a negative result */
};

/* Between what the candidate says and what the partner hears. */
struct relay {
	int from, to;  /* ends of two pipes, owned */
	uint64_t room; /* bytes that may still pass */
	bool over;     /* it said more */
	pthread_t thread;
};

struct conversation {
	struct side candidate, partner;
	struct relay relay;
	int content;
	pthread_mutex_t lock; /* of: */
	const struct side *first;
};

/* ---- the end of a side ------------------------------------------------------------------------------------------- */

/* To the end, which comes when the other side has ended. No box lets a program make its stream a nonblocking one. */
static void drain(int fd)
{
	char excess[4096];
	ssize_t n;

	do
		n = read(fd, excess, sizeof(excess));
	while (n > 0 || (n < 0 && errno == EINTR));
}

static void stop(const struct side *s)
{
	(void)eventfd_write(s->stop, 1);
}

static bool is_content(const struct side *s)
{
	const struct box_result *used = &s->x->used;

	return used->end == BOX_END_EXIT && used->exit_code == s->of->content;
}

static void run_side(struct side *s)
{
	struct conversation *c = s->of;
	const bool is_partner = s == &c->partner;
	bool first, stops;

	s->result = run_box_talk(s->box, s->args, s->how, &s->ends, s->x, &s->failure);
	pthread_mutex_lock(&c->lock);
	if (!c->first)
		c->first = s;
	first = c->first == s;
	pthread_mutex_unlock(&c->lock);
	stops = s->result < 0 || (is_partner && !is_content(s));
	if (stops)
		stop(s->other);
	/* A candidate that is stopped is not to see an end of file first, and end by itself. */
	if (!is_partner || !stops || !first)
		fd_close(&s->ends.says);
	/* Of what the candidate hears nothing is left to come behind the partner's end. */
	if (is_partner || first)
		drain(s->ends.hears);
}

static void *side_main(void *arg)
{
	run_side(arg);
	return NULL;
}

/* ---- handing on -------------------------------------------------------------------------------------------------- */

/* Up to the limit; false: what is said has come to its end. */
static bool hand_on(struct relay *r)
{
	ssize_t n = 1;

	while (r->room > 0 && (n > 0 || (n < 0 && errno == EINTR))) {
		n = splice(r->from, NULL, r->to, NULL, r->room < RELAY_BYTES ? r->room : RELAY_BYTES, 0);
		r->room -= n > 0 ? (size_t)n : 0;
	}
	return n > 0;
}

/* Is there another byte? Waits for it, or for the end. */
static bool says_more(const struct relay *r)
{
	char byte;
	ssize_t n;

	do
		n = read(r->from, &byte, 1);
	while (n < 0 && errno == EINTR);
	return n > 0;
}

static void *relay_main(void *arg)
{
	struct conversation *c = arg;
	struct relay *r = &c->relay;

	if (hand_on(r) && says_more(r)) {
		r->over = true;
		stop(&c->candidate);
	}
	drain(r->from);
	fd_close(&r->to);
	return NULL;
}

/* ---- both -------------------------------------------------------------------------------------------------------- */

static int open_way(int *says, int *hears, struct err *e)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return err_errno(e, "pipe");
	*hears = ends[0];
	*says = ends[1];
	return 0;
}

static int open_ways(struct conversation *c, struct err *e)
{
	struct run_ends *a = &c->candidate.ends, *b = &c->partner.ends;

	if (open_way(&b->says, &a->hears, e) < 0 || open_way(&a->says, &c->relay.from, e) < 0 ||
	    open_way(&c->relay.to, &b->hears, e) < 0)
		return e->code;
	return 0;
}

static int open_side(struct side *s, struct err *e)
{
	s->stop = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return s->stop < 0 ? err_errno(e, "eventfd") : 0;
}

static void close_side(struct side *s)
{
	fd_close(&s->stop);
	fd_close(&s->ends.hears);
	fd_close(&s->ends.says);
}

/* With the relay running, which ends with the candidate. */
static int run_sides(struct conversation *c, struct err *e)
{
	pthread_t thread;
	int r = pthread_create(&thread, NULL, side_main, &c->partner);

	if (r) {
		fd_close(&c->candidate.ends.says);
		return err_set(e, -r, "a thread for the partner: %s", strerror(r));
	}
	run_side(&c->candidate);
	pthread_join(thread, NULL);
	/* The partner's is said first: whatever became of the candidate then was its doing. */
	if (c->partner.result < 0)
		*e = c->partner.failure;
	else if (c->candidate.result < 0)
		*e = c->candidate.failure;
	return c->partner.result < 0 ? c->partner.result : c->candidate.result;
}

static int run_both(struct conversation *c, struct err *e)
{
	struct box_result *used = &c->candidate.x->used;
	int r = pthread_create(&c->relay.thread, NULL, relay_main, c);

	if (r)
		return err_set(e, -r, "a thread between the two: %s", strerror(r));
	r = run_sides(c, e);
	pthread_join(c->relay.thread, NULL);
	if (r >= 0 && c->relay.over && used->end == BOX_END_STOPPED)
		used->end = BOX_END_OUTPUT;
	if (r >= 0 && !c->candidate.how)
		run_weigh_output(c->candidate.box, run_box_output_bytes(c->candidate.box) - c->relay.room,
				 c->candidate.x);
	return r;
}

int run_box_converse(struct run_box *rb, const char *const *args, const struct run_counting *how, struct execution *x,
		     struct run_partner *partner, struct err *e)
{
	static const struct run_ends none = { .hears = -1, .says = -1 };
	struct conversation c = { .content = partner->content,
				  .relay = { .from = -1, .to = -1, .room = run_box_output_bytes(rb) } };
	struct side *a = &c.candidate, *b = &c.partner;
	int r;

	*a = (struct side){
		.of = &c, .other = b, .box = rb, .args = args, .how = how, .ends = none, .stop = -1, .x = x
	};
	*b = (struct side){ .of = &c,
			    .other = a,
			    .box = partner->box,
			    .args = partner->args,
			    .ends = none,
			    .stop = -1,
			    .x = partner->x };
	a->ends.stop_fd = &a->stop;
	b->ends.stop_fd = &b->stop;
	b->ends.outlasts = rb;
	r = open_ways(&c, e);
	if (!r)
		r = open_side(a, e);
	if (!r)
		r = open_side(b, e);
	pthread_mutex_init(&c.lock, NULL);
	if (!r)
		r = run_both(&c, e);
	pthread_mutex_destroy(&c.lock);
	close_side(a);
	close_side(b);
	fd_close(&c.relay.from);
	fd_close(&c.relay.to);
	partner->first = c.first == b;
	return r < 0 ? err_wrap(e, "a conversation") : 0;
}
