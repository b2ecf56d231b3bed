/*
 * spawn: one trusted program, its output in bufs, and never longer than it was given.
 *
 * posix_spawn makes the child, so there is no code of ours between fork and exec. The parent waits in a single poll
 * for the two pipes and for a pidfd: the end of the child is noticed even if a grandchild keeps a pipe open, and a
 * child that closes its output but goes on is still bounded by the timeout. The child leads a process group of its
 * own, which is killed as a whole.
 *
 * What it does not do: confine anything. A candidate's program never comes here.
 */
#include "sandbox/base/spawn.h"

#include "sandbox/base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define READ_BYTES  16384
#define DRAIN_READS 64    /* 1 MiB: more than a pipe holds, so one round empties it, but no round is endless */
#define POLL_MS_MAX 60000 /* fits the int of poll(2); the loop looks at the clock again */

struct stream {
	struct buf *into; /* borrowed; NULL when nobody listens */
	int read_fd;      /* owned; -1 when closed */
	int write_fd;     /* owned; -1 once the child has it */
};

struct child {
	pid_t pid; /* 0 before the spawn and after it was reaped */
	int pidfd; /* owned */
	struct stream out, err;
};

static void stream_clear(struct stream *s)
{
	fd_close(&s->read_fd);
	fd_close(&s->write_fd);
}

static void child_clear(struct child *c)
{
	/* Not reaped yet, so the process group cannot have been given to another. */
	if (c->pid > 0) {
		kill(-c->pid, SIGKILL);
		while (waitpid(c->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	c->pid = 0;
	fd_close(&c->pidfd);
	stream_clear(&c->out);
	stream_clear(&c->err);
}

#define cleanup_child cleanup(child_clear)

static int stream_open(struct stream *s, struct buf *into)
{
	int fds[2];

	if (!into)
		return 0;
	if (pipe2(fds, O_CLOEXEC) < 0)
		return -errno;
	s->into = into;
	s->read_fd = fds[0];
	s->write_fd = fds[1];
	/* Only our end: O_NONBLOCK on the child's would make its writes fail. */
	return fcntl(fds[0], F_SETFL, O_NONBLOCK) < 0 ? -errno : 0;
}

/* Reads what is there; closes the stream at its end. -EMSGSIZE or -ENOMEM when the buf failed. */
static int stream_drain(struct stream *s)
{
	char chunk[READ_BYTES];
	ssize_t n;

	for (int i = 0; i < DRAIN_READS && s->read_fd >= 0; i++) {
		n = read(s->read_fd, chunk, sizeof(chunk));
		if (n > 0 && buf_append(s->into, chunk, (size_t)n) < 0)
			return s->into->failed;
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return 0;
		if (n <= 0)
			fd_close(&s->read_fd);
	}
	return 0;
}

/* Our environment but for the language: what the program prints will be read by code. */
static char **environment_in_c_locale(void)
{
	static char lc_all[] = "LC_ALL=C";
	size_t n = 0, kept = 0;
	char **env;

	while (environ && environ[n])
		n++;
	env = calloc(n + 2, sizeof(*env));
	if (!env)
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (strncmp(environ[i], "LC_ALL=", 7) != 0 && strncmp(environ[i], "LANGUAGE=", 9) != 0)
			env[kept++] = environ[i];
	env[kept] = lc_all;
	return env;
}

static int add_redirections(posix_spawn_file_actions_t *actions, int out, int err)
{
	int r = posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);

	if (r == 0 && out >= 0)
		r = posix_spawn_file_actions_adddup2(actions, out, STDOUT_FILENO);
	else if (r == 0)
		r = posix_spawn_file_actions_addopen(actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	if (r == 0 && err >= 0)
		r = posix_spawn_file_actions_adddup2(actions, err, STDERR_FILENO);
	else if (r == 0)
		r = posix_spawn_file_actions_addopen(actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	return r;
}

/* posix_spawnp with the redirections and with signals as a program expects them; an errno, 0 = done. */
static int spawn_with(pid_t *pid, const char *const argv[], char **env, int out, int err)
{
	const short flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t all, none;
	int r;

	sigfillset(&all);
	sigemptyset(&none);
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setflags(&attr, flags);
	posix_spawnattr_setpgroup(&attr, 0);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setsigdefault(&attr, &all);
	r = add_redirections(&actions, out, err);
	if (r == 0)
		r = posix_spawnp(pid, argv[0], &actions, &attr, (char *const *)argv, env);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&actions);
	return r;
}

/*
 * The search along PATH says EACCES as soon as one directory of it may not be entered, also for a program that is
 * nowhere: "permission denied" would send people the wrong way. This tells the two apart.
 */
static bool is_in_path(const char *name)
{
	const char *dirs = getenv("PATH");
	cleanup_buf struct buf path;

	buf_init(&path, PATH_MAX);
	while (dirs && *dirs) {
		const size_t n = strcspn(dirs, ":");

		buf_reset(&path);
		(void)buf_append(&path, dirs, n);
		(void)buf_printf(&path, "/%s", name);
		if (!path.failed && faccessat(AT_FDCWD, path.data, F_OK, AT_EACCESS) == 0)
			return true;
		dirs += n + (dirs[n] == ':');
	}
	return false;
}

static int child_start(struct child *c, const char *const argv[], struct buf *out, struct buf *errout, struct err *e)
{
	cleanup_free char **env = environment_in_c_locale();
	const bool shared = out && out == errout;
	int r;

	if (!env)
		return err_set(e, -ENOMEM, "run %s: out of memory", argv[0]);
	r = stream_open(&c->out, out);
	if (r == 0 && !shared)
		r = stream_open(&c->err, errout);
	if (r == 0)
		r = -spawn_with(&c->pid, argv, env, c->out.write_fd, shared ? c->out.write_fd : c->err.write_fd);
	if (r == -EACCES && !strchr(argv[0], '/') && !is_in_path(argv[0]))
		r = -ENOENT;
	if (r < 0) {
		c->pid = 0;
		errno = -r;
		return err_errno(e, "run %s", argv[0]);
	}
	fd_close(&c->out.write_fd);
	fd_close(&c->err.write_fd);
	c->pidfd = pidfd_open(c->pid, 0);
	return c->pidfd < 0 ? err_errno(e, "run %s: pidfd", argv[0]) : 0;
}

/* Collects output until the child ends. */
static int child_watch(struct child *c, unsigned timeout_ms, const char *name, struct err *e)
{
	const uint64_t end_us = clock_mono_us() + (uint64_t)timeout_ms * 1000;
	struct pollfd fds[3];

	for (bool ended = false; !ended;) {
		const uint64_t now_us = clock_mono_us();
		/* Rounded up, so that the last wait does not spin through its final millisecond. */
		const uint64_t left_ms = now_us < end_us ? (end_us - now_us + 999) / 1000 : 0;

		fds[0] = (struct pollfd){ .fd = c->pidfd, .events = POLLIN };
		fds[1] = (struct pollfd){ .fd = c->out.read_fd, .events = POLLIN };
		fds[2] = (struct pollfd){ .fd = c->err.read_fd, .events = POLLIN };
		if (poll(fds, 3, left_ms < POLL_MS_MAX ? (int)left_ms : POLL_MS_MAX) < 0 && errno != EINTR)
			return err_errno(e, "run %s: poll", name);
		/* Looked at before the pipes are drained: what the child wrote before its end is then in them. */
		ended = poll(fds, 1, 0) > 0;
		if (stream_drain(&c->out) < 0)
			return buf_error(c->out.into, name, e);
		if (stream_drain(&c->err) < 0)
			return buf_error(c->err.into, name, e);
		if (!ended && clock_mono_us() >= end_us)
			return err_set(e, -ETIMEDOUT, "run %s: no end after %u ms", name, timeout_ms);
	}
	return 0;
}

int spawn_capture(const char *const argv[], unsigned timeout_ms, struct buf *out, struct buf *errout, int *status,
		  struct err *e)
{
	cleanup_child struct child c = {
		.pidfd = -1,
		.out = { .read_fd = -1, .write_fd = -1 },
		.err = { .read_fd = -1, .write_fd = -1 },
	};
	pid_t r;

	if (child_start(&c, argv, out, errout, e) < 0 || child_watch(&c, timeout_ms, argv[0], e) < 0)
		return e->code;
	do
		r = waitpid(c.pid, status, 0);
	while (r < 0 && errno == EINTR);
	c.pid = 0;
	return r < 0 ? err_errno(e, "run %s: wait", argv[0]) : 0;
}
