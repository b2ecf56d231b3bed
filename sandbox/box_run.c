/*
 * Runs, on the library's side: what a program reads and writes is moved here.
 *
 * Captured output comes through pipes that are read while the program runs: what it prints is counted by the byte, and
 * the byte after the ceiling ends it.
 */
#include "sandbox/private.h"

#include "sandbox/base/cleanup.h"
#include "sandbox/base/clock.h"
#include "sandbox/condition.h"
#include "sandbox/order.h"
#include "sandbox/policy.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define ANSWER_GRACE_US (20 * CLOCK_US_PER_S) /* what a warden may need beyond the wall limit to end a run */
#define DRAIN_MAX_US    (2 * CLOCK_US_PER_S)  /* in which a stream must be at its end when the run is */

/* ---- captures ---------------------------------------------------------------------------------------------------- */

struct captures {
	const struct box_stream *streams;
	size_t n;
	int read_end[BOX_STREAMS_MAX]; /* -1: not captured, or at its end */
	bool over;                     /* a ceiling was met that may not be cut */
	bool stopped;                  /* the caller wants no more of it */
};

static void captures_close(struct captures *c)
{
	for (int i = 0; i < BOX_STREAMS_MAX; i++)
		fd_close(&c->read_end[i]);
}

/* Reads what there is, at most once; false at the end of the stream. */
static bool capture_some(struct captures *c, size_t i, int *failed)
{
	const struct box_stream *st = &c->streams[i];
	static const size_t chunk = 65536;
	char excess[4096];
	size_t room = 0;
	ssize_t n;

	if (buf_reserve(st->into, chunk, &room) < 0) {
		*failed = -ENOMEM;
		return false;
	}
	n = room ? read(c->read_end[i], st->into->data + st->into->len, room)
		 : read(c->read_end[i], excess, sizeof(excess));
	if (n > 0 && st->came)
		*st->came += (uint64_t)n;
	if (n > 0 && room)
		buf_advance(st->into, (size_t)n);
	else if (n > 0 && !st->drop_excess)
		c->over = true;
	if (n < 0 && errno != EAGAIN && errno != EINTR)
		*failed = -errno;
	return n != 0 && !*failed;
}

/* Pipes for what is captured; fds[i] is what travels to the box. */
static int make_pipes(struct captures *c, int fds[BOX_STREAMS_MAX], struct err *e)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct box_stream *st = &c->streams[i];
		int ends[2];

		fds[i] = st->kind == BOX_STREAM_FD || st->kind == BOX_STREAM_PIPE ? st->fd : -1;
		if (st->kind != BOX_STREAM_CAPTURE)
			continue;
		if (pipe2(ends, O_CLOEXEC) < 0)
			return err_errno(e, "pipe");
		c->read_end[i] = ends[0];
		fds[i] = ends[1];
		/* The program's end stays a blocking one. */
		if (fcntl(ends[0], F_SETFL, O_NONBLOCK) < 0)
			return err_errno(e, "pipe");
	}
	return 0;
}

/* The warden asks about a process that it sends; its question's number stands where a box's would. */
static int answer(struct box *b, struct err *e)
{
	cleanup_fd int pidfd = wire_get_fd(&b->sandbox->in);
	const struct condition c = condition_of(pidfd);

	if (wire_check(&b->sandbox->in, "question", e) < 0)
		return e->code;
	wire_begin(&b->sandbox->out, WIRE_TELL, b->sandbox->in.box);
	wire_blob(&b->sandbox->out, &c, sizeof(c));
	return wire_send(b->sock, &b->sandbox->out, e);
}

/* What the warden says: *done when it is not a question. */
static int hear(struct box *b, bool *done, struct err *e)
{
	int r = wire_recv(b->sock, &b->sandbox->in, e);

	*done = !r && b->sandbox->in.type != WIRE_ASK;
	return r || *done ? r : answer(b, e);
}

static int end_early(struct box *b, struct err *e)
{
	wire_begin(&b->sandbox->out, WIRE_END, b->id);
	return wire_send(b->sock, &b->sandbox->out, e);
}

/*
 * Reads captures until the warden's answer is there, in b->sandbox->in. An error is the box's; memory that was lacking
 * is told by *failed, for the answer comes all the same.
 */
static int pump(struct box *b, struct captures *c, int stop_fd, uint64_t until_us, int *failed, struct err *e)
{
	struct pollfd fds[2 + BOX_STREAMS_MAX] = { { .fd = b->sock, .events = POLLIN } };
	struct pollfd *stop = &fds[1 + BOX_STREAMS_MAX];
	bool ended = false, done = false;

	while (!done) {
		uint64_t now = clock_mono_us();
		int ready;

		for (size_t i = 0; i < BOX_STREAMS_MAX; i++)
			fds[1 + i] = (struct pollfd){ .fd = c->read_end[i], .events = POLLIN };
		*stop = (struct pollfd){ .fd = c->stopped ? -1 : stop_fd, .events = POLLIN };
		ready = poll(fds, 2 + BOX_STREAMS_MAX, now < until_us ? (int)((until_us - now) / 1000) + 1 : 0);
		if (ready < 0 && errno != EINTR)
			return err_errno(e, "poll");
		/* Looked at last: a judge that was stopped for a while finds the answer there. */
		if (now >= until_us && !(ready > 0 && fds[0].revents))
			return err_set(e, -ETIMEDOUT, "it does not answer");
		if (ready <= 0)
			continue;
		for (size_t i = 0; i < c->n; i++)
			if (c->read_end[i] >= 0 && fds[1 + i].revents && !capture_some(c, i, failed))
				fd_close(&c->read_end[i]);
		if (fds[0].revents && hear(b, &done, e) < 0)
			return e->code;
		c->stopped |= stop->revents != 0;
		if ((c->over || c->stopped || *failed) && !ended && !done && end_early(b, e) < 0)
			return e->code;
		ended |= c->over || c->stopped || *failed;
	}
	return 0;
}

/*
 * The box has closed its ends before it answered: the rest is in the pipes, and behind it their end. False: somebody
 * has an end still, and could write there for ever. A server can take a run's descriptors from its fork.
 */
static bool drain(struct captures *c, int *failed)
{
	uint64_t until = clock_mono_us() + DRAIN_MAX_US;

	for (size_t i = 0; i < c->n; i++)
		while (c->read_end[i] >= 0 && !c->over) {
			struct pollfd fd = { .fd = c->read_end[i], .events = POLLIN };
			uint64_t now = clock_mono_us();

			if (now >= until)
				return false;
			if (poll(&fd, 1, (int)((until - now) / 1000) + 1) > 0 && !capture_some(c, i, failed))
				fd_close(&c->read_end[i]);
		}
	return true;
}

/* ---- asking ------------------------------------------------------------------------------------------------------ */

/* 1: irregular. */
static int take_result(struct box *b, struct box_result *out, char irregular[BOX_IRREGULAR_MAX], struct err *e)
{
	struct wire_in *in = &b->sandbox->in;
	const void *p;
	size_t n;

	if (in->type == WIRE_ERR)
		return wire_get_err(in, e);
	if (in->type == WIRE_IRREGULAR && irregular) {
		snprintf(irregular, BOX_IRREGULAR_MAX, "%s", wire_get_str(in));
		return wire_check(in, "irregular", e) < 0 ? e->code : 1;
	}
	p = wire_get_blob(in, &n);
	if (in->type != WIRE_RESULT || !p || n != sizeof(*out)) {
		fd_close(&b->sock);
		return err_set(e, -EPROTO, "damaged result");
	}
	memcpy(out, p, sizeof(*out));
	out->syscall_name[0] = 0;
	return 0;
}

static bool makes_process(const char *call)
{
	return !strcmp(call, "clone") || !strcmp(call, "clone3") || !strcmp(call, "fork") || !strcmp(call, "vfork");
}

/* What only this side knows. The warden was asked to end it in the same way in both cases. */
static void complete(struct box_result *res, bool over, bool stopped)
{
	if (res->end == BOX_END_SYSCALL) {
		policy_call_name(res->syscall_arch, res->syscall_nr, res->syscall_name);
		if (makes_process(res->syscall_name))
			res->end = BOX_END_PROCESSES;
	} else if (over && res->end != BOX_END_MEMORY) {
		res->end = BOX_END_OUTPUT;
	} else if (stopped && res->end == BOX_END_OUTPUT) {
		res->end = BOX_END_STOPPED;
	}
}

/* What such a run printed and when it ended is anybody's guess; by exec it cannot be. */
static int left_open(struct box *b, char irregular[BOX_IRREGULAR_MAX], struct err *e)
{
	if (irregular) {
		snprintf(irregular, BOX_IRREGULAR_MAX, "a stream was open when its run had ended");
		return 1;
	}
	fd_close(&b->sock);
	return err_set(e, -EPROTO, "a stream was open when its run had ended");
}

/* `run` NULL: by the server. */
static void write_run(struct wire_out *out, const struct box *b, const struct box_run *run, const struct captures *c,
		      const int fds[BOX_STREAMS_MAX])
{
	wire_begin(out, run ? WIRE_RUN : WIRE_TEST, b->id);
	if (run)
		order_run_write(out, run, fds);
	else
		order_streams_write(out, c->streams, c->n, fds);
}

static int exchange(struct box *b, const struct box_run *run, struct captures *c, uint64_t wall_us,
		    struct box_result *out, char irregular[BOX_IRREGULAR_MAX], struct err *e)
{
	int fds[BOX_STREAMS_MAX] = { -1, -1, -1, -1, -1, -1, -1, -1 };
	int r = make_pipes(c, fds, e), failed = 0;

	if (!r) {
		write_run(&b->sandbox->out, b, run, c, fds);
		r = wire_send(b->sock, &b->sandbox->out, e);
	}
	for (size_t i = 0; i < c->n; i++)
		if (c->streams[i].kind == BOX_STREAM_CAPTURE)
			fd_close(&fds[i]);
	if (!r)
		r = pump(b, c, run && run->stop_fd ? *run->stop_fd : -1,
			 clock_mono_us() + BOX_STARVED_FACTOR * wall_us + ANSWER_GRACE_US, &failed, e);
	/* Whatever it says later would be taken for the answer to something else. */
	if (r == -EPIPE || r == -ETIMEDOUT || r == -EPROTO) {
		fd_close(&b->sock);
		return err_wrap(e, "the box died");
	}
	if (!r)
		r = take_result(b, out, irregular, e);
	if (!r && !drain(c, &failed))
		r = left_open(b, irregular, e);
	return r >= 0 && failed ? err_set(e, failed, "take what it prints: %s", strerror(-failed)) : r;
}

static int run_streams(struct box *b, const struct box_run *run, struct captures *c, uint64_t wall_us,
		       struct box_result *out, char irregular[BOX_IRREGULAR_MAX], struct err *e)
{
	struct box_result res;
	int r;

	if (b->sock < 0)
		return err_set(e, -EPIPE, "the box has died");
	r = exchange(b, run, c, wall_us, &res, irregular, e);
	captures_close(c);
	b->left_nothing = !r && res.left_nothing;
	if (!r) {
		complete(&res, c->over, c->stopped);
		*out = res;
	}
	return r;
}

int box_run(struct box *b, const struct box_run *run, struct box_result *out, struct err *e)
{
	struct captures c = { run->streams, run->n_streams, { -1, -1, -1, -1, -1, -1, -1, -1 }, false, false };
	int r = order_run_check(run, e);

	if (r < 0)
		return r;
	r = run_streams(b, run, &c, run->limits.wall_us, out, NULL, e);
	return r < 0 ? err_wrap(e, "run %s", run->program) : 0;
}

/* ---- a server ---------------------------------------------------------------------------------------------------- */

int box_serve(struct box *b, const struct box_run *run, char irregular[BOX_IRREGULAR_MAX], struct err *e)
{
	static const int none[BOX_STREAMS_MAX];
	struct sandbox *s = b->sandbox;
	int r = order_run_check(run, e);

	irregular[0] = 0;
	if (!r && run->n_streams)
		r = err_set(e, -EINVAL, "a server's streams come with each run");
	if (!r && run->stop_fd)
		r = err_set(e, -EINVAL, "a server's runs are not stopped");
	if (r < 0)
		return err_wrap(e, "serve %s", run->program);
	b->served = run->limits;
	wire_begin(&s->out, WIRE_SERVE, b->id);
	order_run_write(&s->out, run, none);
	r = sandbox_ask(s, &b->sock, WIRE_OK, ANSWER_MAX_US, e);
	if (!r) {
		snprintf(irregular, BOX_IRREGULAR_MAX, "%s", wire_get_str(&s->in));
		r = wire_check(&s->in, "served", e);
	}
	return r < 0 ? err_wrap(e, "serve %s", run->program) : 0;
}

int box_serve_run(struct box *b, const struct box_stream *streams, size_t n_streams, struct box_result *out,
		  char irregular[BOX_IRREGULAR_MAX], struct err *e)
{
	struct captures c = { streams, n_streams, { -1, -1, -1, -1, -1, -1, -1, -1 }, false, false };
	int r = order_streams_check(streams, n_streams, b->served.open_files, e);

	irregular[0] = 0;
	if (!r && !n_streams)
		r = err_set(e, -EINVAL, "a run by a server has no streams");
	if (!r)
		r = run_streams(b, NULL, &c, b->served.wall_us, out, irregular, e);
	if (r > 0 && !irregular[0])
		snprintf(irregular, BOX_IRREGULAR_MAX, "it does not say why");
	return r < 0 ? err_wrap(e, "run by a server") : 0;
}
