/*
 * The library's side of the sandbox: starts a keeper, speaks to it, moves what programs read and write.
 *
 * Captured output comes through pipes that are read here while the program runs: what a program prints is counted by
 * the byte, and the byte after the ceiling ends it. A keeper or warden that answers nonsense is an error of the
 * judge, never a result.
 */
#include "sandbox/sandbox.h"

#include "sandbox/base/cleanup.h"
#include "sandbox/base/fs.h"
#include "sandbox/order.h"
#include "sandbox/policy.h"
#include "sandbox/private.h"
#include "sandbox/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define KEEPER_NAME   "judge-keeper"
#define BPF_BYTES_MAX (ORDER_BPF_MAX * 8u)

/* ---- the keeper -------------------------------------------------------------------------------------------------- */

/*
 * Beside the program, where `make install` puts it, or in the build tree above (test programs): the strangest place
 * last.
 */
static int keeper_find(char out[PATH_MAX], struct err *e)
{
	static const char *const places[] = { "", "../libexec/judge/", "../", "../../", "../../../" };
	char self[PATH_MAX];
	const char *given = getenv("JUDGE_KEEPER");
	ssize_t n;

	if (given && *given) {
		snprintf(out, PATH_MAX, "%s", given);
		return 0;
	}
	n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	if (n < 0)
		return err_errno(e, "/proc/self/exe");
	self[n] = 0;
	*strrchr(self, '/') = 0;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (snprintf(out, PATH_MAX, "%s/%s" KEEPER_NAME, self, places[i]) < PATH_MAX && fs_is_file(out))
			return 0;
	return err_set(e, -ENOENT, "no " KEEPER_NAME " beside %s or in ../libexec/judge", self);
}

static int keeper_start(struct sandbox *s, const char *path, struct err *e)
{
	char *const argv[] = { (char *)KEEPER_NAME, NULL };
	char *const envp[] = { NULL };
	posix_spawn_file_actions_t actions;
	int pair[2], r;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return err_errno(e, "socketpair");
	r = posix_spawn_file_actions_init(&actions);
	if (!r) {
		r = posix_spawn_file_actions_adddup2(&actions, pair[1], 3);
		if (!r)
			r = posix_spawn(&s->keeper, path, &actions, NULL, argv, envp);
		posix_spawn_file_actions_destroy(&actions);
	}
	close(pair[1]);
	if (r) {
		close(pair[0]);
		return err_set(e, -r, "start %s: %s", path, strerror(r));
	}
	s->sock = pair[0];
	return 0;
}

/* Sends s->out and waits for the answer; an error that the keeper reports becomes ours. */
int sandbox_ask(struct sandbox *s, enum wire_type expected, struct err *e)
{
	int r = wire_send(s->sock, &s->out, e);

	if (!r)
		r = wire_recv(s->sock, &s->in, e);
	if (r < 0) {
		/* Whatever it says later would be taken for the answer to something else. */
		fd_close(&s->sock);
		return err_wrap(e, "keeper");
	}
	if (s->in.type == WIRE_ERR)
		return wire_get_err(&s->in, e);
	if (s->in.type != expected)
		return err_set(e, -EPROTO, "keeper: unexpected answer");
	return 0;
}

static int hello(struct sandbox *s, const char *cgroup_dir, struct err *e)
{
	int r;

	wire_begin(&s->out, WIRE_HELLO, 0);
	wire_u32(&s->out, WIRE_VERSION);
	wire_u32(&s->out, sizeof(struct box_result));
	wire_u32(&s->out, BOX_LAYER_COUNT);
	wire_u32(&s->out, cgroup_dir != NULL);
	wire_str(&s->out, cgroup_dir ? cgroup_dir : "");
	r = sandbox_ask(s, WIRE_OK, e);
	if (r < 0)
		return r;
	s->cgroup = (enum box_cgroup_kind)wire_get_u32(&s->in);
	s->root = wire_get_bool(&s->in);
	snprintf(s->cgroup_why_not, sizeof(s->cgroup_why_not), "%s", wire_get_str(&s->in));
	return wire_check(&s->in, "hello", e);
}

int sandbox_open(const struct sandbox_config *config, struct sandbox **out, struct err *e)
{
	struct sandbox *s = calloc(1, sizeof(*s));
	int r = 0;

	if (!s)
		return err_set(e, -ENOMEM, "out of memory");
	s->sock = -1;
	for (int i = 0; i < 4; i++)
		buf_init(&s->bpf[i], BPF_BYTES_MAX);
	if (config && config->keeper_path)
		snprintf(s->keeper_path, sizeof(s->keeper_path), "%s", config->keeper_path);
	else
		r = keeper_find(s->keeper_path, e);
	if (!r)
		r = keeper_start(s, s->keeper_path, e);
	if (!r)
		r = hello(s, config ? config->cgroup_dir : NULL, e);
	if (r < 0) {
		sandbox_close(s);
		return err_wrap(e, "sandbox");
	}
	*out = s;
	return 0;
}

void sandbox_close(struct sandbox *s)
{
	if (!s)
		return;
	while (s->boxes)
		box_close(s->boxes);
	fd_close(&s->sock);
	if (s->keeper > 0)
		while (waitpid(s->keeper, NULL, 0) < 0 && errno == EINTR)
			;
	wire_in_clear(&s->in);
	for (int i = 0; i < 4; i++)
		buf_clear(&s->bpf[i]);
	free(s);
}

/* ---- a box ------------------------------------------------------------------------------------------------------- */

/* Exported once for each policy and for one or many processes. */
static int policy_program(struct sandbox *s, const struct box_spec *spec, const struct buf **out, struct err *e)
{
	bool many = spec->processes > 1;
	struct buf *b = &s->bpf[(spec->policy == BOX_POLICY_COMPILE) * 2 + many];
	int r = b->len ? 0 : policy_export(policy_get(spec->policy), many, 0, b, e);

	*out = b;
	return r;
}

/*
 * The keeper binds what the library names; links are resolved here, once, so that nothing is resolved behind the new
 * root.
 */
static int resolve_mounts(const struct box_spec *spec, struct box_mount *mounts, char (*paths)[PATH_MAX], size_t *n,
			  struct err *e)
{
	*n = 0;
	for (size_t i = 0; i < spec->n_mounts; i++) {
		if (!realpath(spec->mounts[i].source, paths[*n])) {
			if (spec->mounts[i].optional && (errno == ENOENT || errno == ENOTDIR))
				continue;
			return err_errno(e, "box: %s", spec->mounts[i].source);
		}
		mounts[*n] = spec->mounts[i];
		mounts[*n].source = paths[*n];
		(*n)++;
	}
	return 0;
}

static int open_ordered(struct sandbox *s, const struct box_spec *spec, struct box *b, struct err *e)
{
	cleanup_free char(*paths)[PATH_MAX] = calloc(spec->n_mounts + 1, PATH_MAX);
	struct box_mount mounts[BOX_MOUNTS_MAX] = { 0 };
	struct box_spec resolved = *spec;
	const struct buf *bpf = NULL;
	int r;

	if (!paths)
		return err_set(e, -ENOMEM, "out of memory");
	r = resolve_mounts(spec, mounts, paths, &resolved.n_mounts, e);
	resolved.mounts = mounts;
	if (!r)
		r = policy_program(s, spec, &bpf, e);
	if (r < 0)
		return r;
	wire_begin(&s->out, WIRE_OPEN, 0);
	order_box_write(&s->out, &resolved, policy_get(spec->policy)->otherwise == POLICY_REPORT, bpf->data, bpf->len);
	r = sandbox_ask(s, WIRE_OK, e);
	if (r < 0)
		return r;
	b->id = s->in.box;
	for (int i = 0; i < BOX_LAYER_COUNT; i++)
		b->have[i] = wire_get_bool(&s->in);
	return wire_check(&s->in, "layers", e);
}

int box_open(struct sandbox *s, const struct box_spec *spec, struct box **out, struct err *e)
{
	struct box *b;
	int r = order_box_check(spec, e);

	if (r < 0)
		return r;
	b = calloc(1, sizeof(*b));
	if (!b)
		return err_set(e, -ENOMEM, "out of memory");
	r = open_ordered(s, spec, b, e);
	if (r < 0) {
		free(b);
		return err_wrap(e, "open box");
	}
	b->sandbox = s;
	b->next = s->boxes;
	s->boxes = b;
	*out = b;
	return 0;
}

void box_close(struct box *b)
{
	struct err ignored = ERR_INIT;

	if (!b)
		return;
	for (struct box **p = &b->sandbox->boxes; *p; p = &(*p)->next)
		if (*p == b) {
			*p = b->next;
			break;
		}
	wire_begin(&b->sandbox->out, WIRE_CLOSE, b->id);
	/* A keeper that does not answer takes the box with it when it goes. */
	if (sandbox_ask(b->sandbox, WIRE_OK, &ignored) < 0)
		err_clear(&ignored);
	free(b);
}

int box_put(struct box *b, const char *name, int fd, struct err *e)
{
	struct sandbox *s = b->sandbox;
	struct stat st;

	if (!order_name_ok(name))
		return err_set(e, -EINVAL, "put: '%s' is not a plain name", name);
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		return err_set(e, -EINVAL, "put %s: not a regular file", name);
	wire_begin(&s->out, WIRE_PUT, b->id);
	wire_str(&s->out, name);
	wire_fd(&s->out, fd);
	return sandbox_ask(s, WIRE_OK, e);
}

int box_get(struct box *b, const char *name, struct buf *into, struct err *e)
{
	struct sandbox *s = b->sandbox;
	cleanup_fd int fd = -1;
	struct stat st;
	int r;

	if (!order_name_ok(name))
		return err_set(e, -EINVAL, "get: '%s' is not a plain name", name);
	wire_begin(&s->out, WIRE_GET, b->id);
	wire_str(&s->out, name);
	r = sandbox_ask(s, WIRE_OK, e);
	if (r < 0)
		return r;
	fd = wire_get_fd(&s->in);
	if (wire_check(&s->in, "get", e) < 0)
		return e->code;
	/* What came out of a box is checked again on this side. */
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		return err_set(e, -EINVAL, "get %s: not a regular file", name);
	return fs_read_fd(fd, into, e);
}

/* ---- a run ------------------------------------------------------------------------------------------------------- */

struct captures {
	const struct box_run *run;
	int read_end[BOX_STREAMS_MAX]; /* -1: not captured, or at its end */
	bool over;                     /* a ceiling was met that may not be cut */
};

static void captures_close(struct captures *c)
{
	for (int i = 0; i < BOX_STREAMS_MAX; i++)
		fd_close(&c->read_end[i]);
}

/* Reads what there is, at most once; false at the end of the stream. */
static bool capture_some(struct captures *c, size_t i, int *failed)
{
	const struct box_stream *st = &c->run->streams[i];
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
	if (n > 0 && room)
		buf_advance(st->into, (size_t)n);
	else if (n > 0 && !st->drop_excess)
		c->over = true;
	return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

/* Pipes for what is captured; fds[i] is what travels to the box. */
static int make_pipes(struct captures *c, int fds[BOX_STREAMS_MAX], struct err *e)
{
	for (size_t i = 0; i < c->run->n_streams; i++) {
		const struct box_stream *st = &c->run->streams[i];
		int ends[2];

		fds[i] = st->kind == BOX_STREAM_FD ? st->fd : -1;
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

static int send_run(struct box *b, struct captures *c, struct err *e)
{
	int fds[BOX_STREAMS_MAX] = { -1, -1, -1, -1, -1, -1, -1, -1 };
	int r = make_pipes(c, fds, e);

	if (!r) {
		wire_begin(&b->sandbox->out, WIRE_RUN, b->id);
		order_run_write(&b->sandbox->out, c->run, fds);
		r = wire_send(b->sandbox->sock, &b->sandbox->out, e);
	}
	for (size_t i = 0; i < c->run->n_streams; i++)
		if (c->run->streams[i].kind == BOX_STREAM_CAPTURE)
			fd_close(&fds[i]);
	return r;
}

/* Reads captures until the keeper's answer is there. */
static int pump(struct box *b, struct captures *c, struct err *e)
{
	struct pollfd fds[1 + BOX_STREAMS_MAX] = { { .fd = b->sandbox->sock, .events = POLLIN } };
	bool ended = false;
	int failed = 0;

	while (!fds[0].revents) {
		for (size_t i = 0; i < BOX_STREAMS_MAX; i++)
			fds[1 + i] = (struct pollfd){ .fd = c->read_end[i], .events = POLLIN };
		if (poll(fds, 1 + BOX_STREAMS_MAX, -1) < 0 && errno != EINTR)
			return err_errno(e, "poll");
		for (size_t i = 0; i < c->run->n_streams; i++)
			if (c->read_end[i] >= 0 && fds[1 + i].revents && !capture_some(c, i, &failed))
				fd_close(&c->read_end[i]);
		if ((c->over || failed) && !ended) {
			wire_begin(&b->sandbox->out, WIRE_END, b->id);
			if (wire_send(b->sandbox->sock, &b->sandbox->out, e) < 0)
				return e->code;
			ended = true;
		}
	}
	/* The box has closed its ends before it answered: the rest is in the pipes. */
	for (size_t i = 0; i < c->run->n_streams; i++)
		while (c->read_end[i] >= 0 && !c->over && capture_some(c, i, &failed))
			;
	return failed ? err_set(e, failed, "out of memory") : 0;
}

static int take_result(struct sandbox *s, struct box_result *out, struct err *e)
{
	const void *p;
	size_t n;

	if (wire_recv(s->sock, &s->in, e) < 0) {
		fd_close(&s->sock);
		return err_wrap(e, "keeper");
	}
	if (s->in.type == WIRE_ERR)
		return wire_get_err(&s->in, e);
	p = wire_get_blob(&s->in, &n);
	if (s->in.type != WIRE_RESULT || !p || n != sizeof(*out))
		return err_set(e, -EPROTO, "keeper: damaged result");
	memcpy(out, p, sizeof(*out));
	out->syscall_name[0] = 0;
	return 0;
}

static bool makes_process(const char *call)
{
	return !strcmp(call, "clone") || !strcmp(call, "clone3") || !strcmp(call, "fork") || !strcmp(call, "vfork");
}

int box_run(struct box *b, const struct box_run *run, struct box_result *out, struct err *e)
{
	struct captures c = { .run = run, .read_end = { -1, -1, -1, -1, -1, -1, -1, -1 } };
	struct box_result res;
	int r = order_run_check(run, e);

	if (r < 0)
		return r;
	r = send_run(b, &c, e);
	if (!r) {
		struct err lost = ERR_INIT;

		/*
		 * The answer comes whatever happened to the captures, and must not be taken for that of the next
		 * request.
		 */
		r = pump(b, &c, e);
		if (take_result(b->sandbox, &res, r ? &lost : e) < 0 && !r)
			r = e->code;
	}
	captures_close(&c);
	if (r < 0)
		return err_wrap(e, "run %s", run->program);
	if (res.end == BOX_END_SYSCALL) {
		policy_call_name(res.syscall_arch, res.syscall_nr, res.syscall_name);
		if (makes_process(res.syscall_name))
			res.end = BOX_END_PROCESSES;
	} else if (c.over && res.end != BOX_END_MEMORY) {
		res.end = BOX_END_OUTPUT;
	}
	*out = res;
	return 0;
}
