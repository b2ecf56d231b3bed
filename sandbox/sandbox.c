/*
 * The library's side of the sandbox: starts a keeper, has boxes made and ended, puts files in and gets them out. Runs
 * are in box_run.c.
 *
 * A keeper or warden that answers nonsense, or nothing in a long time, is an error of the judge, never a result.
 */
#include "sandbox/sandbox.h"

#include "sandbox/base/cleanup.h"
#include "sandbox/base/clock.h"
#include "sandbox/base/fs.h"
#include "sandbox/order.h"
#include "sandbox/policy.h"
#include "sandbox/private.h"
#include "sandbox/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
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

/* A keeper that has just been started has nothing else to do; another program may never say a word. */
#define HELLO_MAX_US (10 * CLOCK_US_PER_S)

int sandbox_ask(struct sandbox *s, int *sock, enum wire_type expected, uint64_t max_us, struct err *e)
{
	int r;

	if (*sock < 0)
		return err_set(e, -EPIPE, "it has died");
	r = wire_send(*sock, &s->out, e);
	if (!r)
		r = wire_await(*sock, max_us, e);
	if (!r)
		r = wire_recv(*sock, &s->in, e);
	if (!r && s->in.type == WIRE_ERR)
		return wire_get_err(&s->in, e);
	if (!r && s->in.type != expected)
		r = err_set(e, -EPROTO, "unexpected answer");
	if (r < 0)
		fd_close(sock);
	s->silent |= r == -ETIMEDOUT;
	return r;
}

static int ask_keeper(struct sandbox *s, enum wire_type expected, uint64_t max_us, struct err *e)
{
	bool alive = s->sock >= 0;
	int r = sandbox_ask(s, &s->sock, expected, max_us, e);

	/* What the keeper itself said speaks for itself. */
	return r < 0 && (!alive || s->sock < 0) ? err_wrap(e, "keeper") : r;
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
	r = ask_keeper(s, WIRE_OK, HELLO_MAX_US, e);
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
	for (int i = 0; i < POLICIES; i++)
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

/* A keeper that does not go when its socket closes is stopped, or not ours: it is not waited for without end. */
static void keeper_end(struct sandbox *s)
{
	cleanup_fd int pidfd = -1;
	struct err ignored;

	fd_close(&s->sock);
	if (s->keeper <= 0)
		return;
	pidfd = (int)syscall(SYS_pidfd_open, s->keeper, 0);
	if (pidfd >= 0 && wire_await(pidfd, s->silent ? 0 : ANSWER_MAX_US, &ignored) < 0)
		kill(s->keeper, SIGKILL);
	while (waitpid(s->keeper, NULL, 0) < 0 && errno == EINTR)
		;
}

void sandbox_close(struct sandbox *s)
{
	if (!s)
		return;
	while (s->boxes)
		box_close(s->boxes);
	keeper_end(s);
	wire_in_clear(&s->in);
	for (int i = 0; i < POLICIES; i++)
		buf_clear(&s->bpf[i]);
	free(s);
}

/* ---- a box ------------------------------------------------------------------------------------------------------- */

/* Exported once for each policy and for one or many processes. */
static int policy_program(const struct policy *p, bool many, struct buf *b, struct order_filter *out, struct err *e)
{
	int r = b->len ? 0 : policy_export(p, many, 0, b, e);

	*out = (struct order_filter){ b->data, b->len };
	return r;
}

static int policy_programs(struct sandbox *s, const struct box_spec *spec, struct order_filter *run,
			   struct order_filter *serve, struct err *e)
{
	bool many = spec->processes > 1;
	struct buf *b = &s->bpf[(unsigned)spec->policy * 2 + many];
	int r = policy_program(policy_get(spec->policy), many, b, run, e);

	*serve = (struct order_filter){ NULL, 0 };
	if (!r && spec->serve)
		r = policy_program(policy_serve(), false, &s->bpf[POLICIES - 1], serve, e);
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
		if (strlen(paths[*n]) >= ORDER_PATH_MAX)
			return err_set(e, -ENAMETOOLONG, "box: the path is too long: %.300s", paths[*n]);
		mounts[*n] = spec->mounts[i];
		mounts[*n].source = paths[*n];
		(*n)++;
	}
	return 0;
}

/* The order for a box, as a message in s->out. */
static int write_order(struct sandbox *s, enum wire_type type, uint32_t number, const struct box_spec *spec,
		       struct err *e)
{
	cleanup_free char(*paths)[PATH_MAX] = calloc(spec->n_mounts + 1, PATH_MAX);
	struct box_mount mounts[BOX_MOUNTS_MAX] = { 0 };
	struct box_spec resolved = *spec;
	struct order_filter filter, serve_filter;
	int r;

	if (!paths)
		return err_set(e, -ENOMEM, "out of memory");
	r = resolve_mounts(spec, mounts, paths, &resolved.n_mounts, e);
	resolved.mounts = mounts;
	if (!r)
		r = policy_programs(s, spec, &filter, &serve_filter, e);
	if (r < 0)
		return r;
	wire_begin(&s->out, type, number);
	order_box_write(&s->out, &resolved, policy_get(spec->policy)->otherwise == POLICY_REPORT, filter, serve_filter);
	return 0;
}

static int open_ordered(struct sandbox *s, const struct box_spec *spec, struct box *b, struct err *e)
{
	int r = write_order(s, WIRE_OPEN, 0, spec, e);

	if (!r)
		r = ask_keeper(s, WIRE_OK, ANSWER_MAX_US, e);
	if (r < 0)
		return r;
	b->id = s->in.box;
	for (int i = 0; i < BOX_LAYER_COUNT; i++)
		b->have[i] = wire_get_bool(&s->in);
	b->sock = wire_get_fd(&s->in);
	return wire_check(&s->in, "box", e);
}

int box_prepare(struct sandbox *s, const struct box_spec *spec, unsigned n, struct err *e)
{
	int r = order_box_check(spec, e);

	if (!r)
		r = write_order(s, WIRE_PREPARE, n, spec, e);
	if (!r && s->sock < 0)
		r = err_set(e, -EPIPE, "it has died");
	if (!r)
		r = wire_send(s->sock, &s->out, e);
	return r < 0 ? err_wrap(e, "prepare boxes") : 0;
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
	b->sock = -1;
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
	fd_close(&b->sock);
	wire_begin(&b->sandbox->out, WIRE_CLOSE, b->id);
	/* A keeper that does not answer takes the box with it when it goes. */
	if (ask_keeper(b->sandbox, WIRE_OK, ANSWER_MAX_US, &ignored) < 0)
		err_clear(&ignored);
	free(b);
}

static int ask_warden(struct box *b, enum wire_type expected, struct err *e)
{
	int r = sandbox_ask(b->sandbox, &b->sock, expected, ANSWER_MAX_US, e);

	return r < 0 && b->sock < 0 ? err_wrap(e, "the box died") : r;
}

static int put(struct box *b, const char *name, int fd, bool may_replace, struct err *e)
{
	struct sandbox *s = b->sandbox;
	struct stat st;

	if (!order_path_ok(name))
		return err_set(e, -EINVAL, "put: '%s' is not a plain name", name);
	if (fstat(fd, &st) < 0)
		return err_errno(e, "put %s", name);
	if (!S_ISREG(st.st_mode))
		return err_set(e, -EINVAL, "put %s: not a regular file", name);
	wire_begin(&s->out, WIRE_PUT, b->id);
	wire_str(&s->out, name);
	wire_u32(&s->out, may_replace);
	wire_fd(&s->out, fd);
	return ask_warden(b, WIRE_OK, e);
}

int box_put(struct box *b, const char *name, int fd, struct err *e)
{
	return put(b, name, fd, false, e);
}

int box_replace(struct box *b, const char *name, int fd, struct err *e)
{
	return put(b, name, fd, true, e);
}

static int get(struct box *b, const char *name, bool take, struct buf *into, struct err *e)
{
	struct sandbox *s = b->sandbox;
	cleanup_fd int fd = -1;
	struct stat st;
	int r;

	if (!order_name_ok(name))
		return err_set(e, -EINVAL, "get: '%s' is not a plain name", name);
	/* Validators are asked thousands of times, and hardly ever have more to say than how they exit. */
	if (b->left_nothing)
		return err_set(e, -ENOENT, "get: %s: %s", name, strerror(ENOENT));
	wire_begin(&s->out, WIRE_GET, b->id);
	wire_str(&s->out, name);
	wire_u32(&s->out, take);
	r = ask_warden(b, WIRE_OK, e);
	if (r < 0)
		return r;
	fd = wire_get_fd(&s->in);
	if (wire_check(&s->in, "get", e) < 0)
		return e->code;
	/* What came out of a box is checked again on this side. */
	if (fstat(fd, &st) < 0)
		return err_errno(e, "get %s", name);
	if (!S_ISREG(st.st_mode))
		return err_set(e, -EINVAL, "get %s: not a regular file", name);
	return fs_read_fd(fd, into, e);
}

int box_get(struct box *b, const char *name, struct buf *into, struct err *e)
{
	return get(b, name, false, into, e);
}

int box_take(struct box *b, const char *name, struct buf *into, struct err *e)
{
	return get(b, name, true, into, e);
}
