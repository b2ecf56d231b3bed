/*
 * A server and its runs: see sandbox/serve.h for what they say to each other.
 *
 * The server is a stranger's program, so each run by it is one by exec in all that counts. Its forks are children of
 * the warden, which learns their ids from the kernel (SCM_CREDENTIALS) before they are given anything to do, watches
 * their clocks and waits for them. Their limits are the server's, which took the same steps before its exec as a
 * program by exec and can raise none of them. No fork can make a process: the server has room for one beside itself
 * (RLIMIT_NPROC), so a run is over when one pidfd has been signalled and waited for.
 *
 * What a server must not do: take long or grow before its first fork, die, fail to fork, print, use the processor
 * during a run, have another child, make a call that no fork may make. All of that is seen from outside; it is then
 * ended with every process of the box, and the run is repeated by exec. So is a run whose end the server could have
 * caused.
 *
 * What it could still do is to treat runs in another way than an exec would; it has nothing to gain by that, for it
 * knows no more of a run than the fork, which is its own code.
 */
#include "sandbox/keeper/watch.h"
#include "sandbox/serve.h"

#include "sandbox/base/cleanup.h"
#include "sandbox/base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define APPEAR_US     (2 * CLOCK_US_PER_S) /* in which a fork must have said that it is there */
#define STARTUP_US    20000u               /* CPU time before the first fork; an honest one needs about 1,000 */
#define BETWEEN_US    5000u                /* … from the end of a run to the next; the fork itself needs about 100 */
#define DURING_RUN_US 2000u /* … while a run goes on; an honest one needs none, but is not measured alone */
#define IDLE_US       5000u /* a fork that met the wall limit with less may have waited for what never came */
#define PEAK_BYTES    (UINT64_C(8) << 20) /* memory before the first fork: a fork copies the page tables of all of it */
#define DOUBT_BYTES   (UINT64_C(1) << 20) /* by which a fork's memory may differ from that of a run by exec */

struct server {
	pid_t pid;
	int pidfd; /* owned, as all that follows */
	clockid_t cpu_clock;
	int listener;
	int command; /* to SERVE_COMMAND_FD */
	int test;    /* to SERVE_TEST_FD */
	int said;    /* what it prints */
	struct box_limits limits;
	bool ran;            /* a fork of it has been given something to do */
	uint64_t startup_us; /* its CPU time before its first fork: charged to every run, as by exec */
	uint64_t charged_us; /* its CPU time that some run was charged */
	uint64_t peak_shift_bytes;
};

/* What is on the other side of these. */
struct other_ends {
	int command, test, said;
};

static int irregular(char out[BOX_IRREGULAR_MAX], const char *why)
{
	snprintf(out, BOX_IRREGULAR_MAX, "%s", why);
	return 1;
}

static uint64_t server_cpu_us(const struct server *s)
{
	struct timespec t = { 0 };

	if (clock_gettime(s->cpu_clock, &t))
		return UINT64_MAX / 2;
	return (uint64_t)t.tv_sec * CLOCK_US_PER_S + (uint64_t)t.tv_nsec / 1000;
}

/* ---- starting and ending ----------------------------------------------------------------------------------------- */

static void close_ends(struct other_ends *o)
{
	fd_close(&o->command);
	fd_close(&o->test);
	fd_close(&o->said);
}

static int make_channels(struct server *s, struct other_ends *o, struct err *e)
{
	const int on = 1;
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return err_errno(e, "socketpair");
	s->command = pair[0];
	o->command = pair[1];
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return err_errno(e, "socketpair");
	s->test = pair[0];
	o->test = pair[1];
	/* The kernel says who sent what. */
	if (setsockopt(s->test, SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) < 0)
		return err_errno(e, "SO_PASSCRED");
	if (pipe2(pair, O_CLOEXEC | O_NONBLOCK) < 0)
		return err_errno(e, "pipe");
	s->said = pair[0];
	o->said = pair[1];
	return 0;
}

static int start(struct warden *w, struct server *s, const struct order_run *order, struct other_ends *o,
		 struct box_result *res, struct err *e)
{
	static struct confinement c;
	struct order_run with = *order;

	if (make_channels(s, o, e) < 0)
		return e->code;
	with.streams.n = 0;
	with.streams.at[with.streams.n].box_fd = 0, with.streams.at[with.streams.n++].fd = -1;
	with.streams.at[with.streams.n].box_fd = 1, with.streams.at[with.streams.n++].fd = o->said;
	with.streams.at[with.streams.n].box_fd = 2, with.streams.at[with.streams.n++].fd = o->said;
	with.streams.at[with.streams.n].box_fd = SERVE_COMMAND_FD, with.streams.at[with.streams.n++].fd = o->command;
	with.streams.at[with.streams.n].box_fd = SERVE_TEST_FD, with.streams.at[with.streams.n++].fd = o->test;
	c = (struct confinement){ .order = &with, .serve = true };
	s->pid = spawn_program(w, &c, &s->pidfd, res, e);
	s->listener = c.listener;
	if (s->pid > 0 && clock_getcpuclockid(s->pid, &s->cpu_clock))
		return err_set(e, -EIO, "the server's CPU clock");
	return s->pid < 0 ? e->code : 0;
}

/* Asks for a fork. A server that has gone is noticed when its fork is waited for. */
static void ask_for_fork(const struct server *s)
{
	static const char now = 'f';

	if (send(s->command, &now, 1, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
		return;
}

void serve_end(struct warden *w)
{
	struct server *s = w->server;
	struct err ignored;

	if (!s)
		return;
	if (s->pid > 0) {
		kill(-1, SIGKILL);
		while (waitpid(-1, NULL, __WALL) > 0)
			;
	}
	fd_close(&s->pidfd);
	fd_close(&s->listener);
	fd_close(&s->command);
	fd_close(&s->test);
	fd_close(&s->said);
	w->server = NULL;
	/* What the kernel counted for it is no run's. */
	if (cgroup_meter_begin(&w->meter, &ignored) < 0)
		return;
}

int serve_start(struct warden *w, const struct order_run *order, char why[BOX_IRREGULAR_MAX], struct err *e)
{
	static struct server only;
	struct other_ends others = { -1, -1, -1 };
	struct box_result res = { 0 };
	int r;

	serve_end(w);
	if (!w->order->serve_filter.bytes)
		return err_set(e, -EINVAL, "the box was not made for a server");
	only = (struct server){
		.pidfd = -1, .listener = -1, .command = -1, .test = -1, .said = -1, .limits = order->limits
	};
	w->server = &only;
	r = start(w, &only, order, &others, &res, e);
	close_ends(&others);
	if (!r && only.pid)
		ask_for_fork(&only);
	else
		serve_end(w);
	return r ? r : only.pid ? 0 : irregular(why, "it cannot be started");
}

/* ---- the fork ---------------------------------------------------------------------------------------------------- */

/* Who says "here I am"? The kernel's word; 0: nobody that could be told. */
static pid_t hear_fork(const struct server *s)
{
	union {
		char room[CMSG_SPACE(sizeof(struct ucred))];
		struct cmsghdr align;
	} control;
	char byte;
	struct iovec iov = { &byte, 1 };
	struct msghdr msg = {
		.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = sizeof(control.room)
	};
	struct cmsghdr *c;
	struct ucred who;

	/* Descriptors that somebody sends along have no room, and are closed by the kernel (unix(7)). */
	if (recvmsg(s->test, &msg, MSG_DONTWAIT | MSG_CMSG_CLOEXEC) != 1)
		return 0;
	c = CMSG_FIRSTHDR(&msg);
	if (!c || c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_CREDENTIALS ||
	    c->cmsg_len != CMSG_LEN(sizeof(who)))
		return 0;
	memcpy(&who, CMSG_DATA(c), sizeof(who));
	return who.pid;
}

/* Waits for the server's fork: why there is none, or NULL. */
static const char *await_fork(struct server *s, pid_t *pid)
{
	uint64_t until = clock_mono_us() + APPEAR_US;
	siginfo_t info;

	for (;;) {
		struct pollfd fds[] = { { .fd = s->test, .events = POLLIN }, { .fd = s->listener, .events = POLLIN } };
		uint64_t now = clock_mono_us();

		/* Looked for in steps: a server that ends tells nobody. */
		if (now >= until)
			return "its fork did not appear";
		if (poll(fds, 2, 20) < 0 && errno != EINTR)
			return "it cannot be waited for";
		if (fds[1].revents & POLLIN)
			return "it made a call that is not allowed";
		info.si_pid = 0;
		if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT | __WALL) < 0 || info.si_pid)
			return "it ended";
		/* Nobody has the other end any more. */
		if (fds[0].revents & (POLLHUP | POLLERR))
			return "it ended";
		if (fds[0].revents)
			break;
	}
	*pid = hear_fork(s);
	if (*pid <= 1 || *pid == s->pid)
		return "its fork did not say who it is";
	/* Living, and nobody's child but ours. */
	info.si_pid = 0;
	if (waitid(P_PID, (id_t)*pid, &info, WEXITED | WNOHANG | WNOWAIT | __WALL) < 0 || info.si_pid)
		return "its fork is not the warden's child";
	return NULL;
}

/*
 * Before the first run: has its preparation been no more than what every run pays for by exec? And how much of that is
 * not counted for a fork, which has the pages of files only when it touches them?
 */
static const char *weigh_preparation(struct server *s, struct watch *r)
{
	uint64_t own, forks;

	s->startup_us = s->charged_us = server_cpu_us(s);
	if (s->startup_us > STARTUP_US)
		return "it computed before its first fork";
	own = watch_ask(r, s->pidfd).peak_bytes;
	if (!own)
		return "its memory cannot be told";
	if (own > PEAK_BYTES)
		return "it took much memory before its first fork";
	forks = watch_ask(r, r->pidfd).peak_bytes;
	s->peak_shift_bytes = own > forks && forks ? own - forks : 0;
	return NULL;
}

/* Is there something to read where nothing is expected? The end of a pipe that it has closed is nothing. */
static const char *has_said(const struct server *s)
{
	struct pollfd fds[] = { { .fd = s->said, .events = POLLIN }, { .fd = s->test, .events = POLLIN } };

	if (poll(fds, 2, 0) < 0)
		return "what it says cannot be told";
	if (fds[0].revents & POLLIN)
		return "it printed";
	return fds[1].revents & POLLIN ? "it said more than that its fork is there" : NULL;
}

/* ---- a run ------------------------------------------------------------------------------------------------------- */

static int hand_over(const struct server *s, const struct order_streams *streams, const struct warden *w)
{
	union {
		char room[CMSG_SPACE(sizeof(int) * BOX_STREAMS_MAX)];
		struct cmsghdr align;
	} control = { 0 };
	uint32_t numbers[BOX_STREAMS_MAX];
	struct iovec iov = { numbers, streams->n * sizeof(numbers[0]) };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };
	int fds[BOX_STREAMS_MAX];
	struct cmsghdr *c;

	for (size_t i = 0; i < streams->n; i++) {
		numbers[i] = (uint32_t)streams->at[i].box_fd;
		fds[i] = streams->at[i].fd < 0 ? w->null_fd : streams->at[i].fd;
	}
	msg.msg_control = control.room;
	msg.msg_controllen = CMSG_SPACE(sizeof(int) * streams->n);
	c = CMSG_FIRSTHDR(&msg);
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(int) * streams->n);
	memcpy(CMSG_DATA(c), fds, sizeof(int) * streams->n);
	return sendmsg(s->test, &msg, MSG_NOSIGNAL | MSG_DONTWAIT) < 0 ? -errno : 0;
}

static void end_fork(struct watch *r)
{
	if (!r->over)
		syscall(SYS_pidfd_send_signal, r->pidfd, SIGKILL, NULL, 0);
	while (!r->over && !r->server_gone) {
		siginfo_t info = { .si_pid = 0 };

		/* The fork, or the server if it took that with it. */
		if (waitid(P_ALL, 0, &info, WEXITED | WNOWAIT | __WALL) < 0 && errno != EINTR)
			break;
		watch_reap(r, WNOHANG);
	}
	watch_reap(r, WNOHANG);
}

/* What the server did while its fork ran; and has that taken what it was given, which the next one would find? */
static const char *is_disturbed(const struct server *s, const struct watch *r, uint64_t cpu_before_us)
{
	int unread = 0;

	if (r->server_gone || !r->over)
		return "it ended during a run";
	if (r->stray)
		return "it had a process more";
	/* Its filter refuses a little more than the other: which call is to blame is seen by exec. */
	if (r->result->end == BOX_END_SYSCALL)
		return "a call was refused";
	if (server_cpu_us(s) > cpu_before_us + DURING_RUN_US)
		return "it computed during a run";
	if (ioctl(s->test, SIOCOUTQ, &unread) < 0 || unread)
		return "its fork did not take what it was given";
	return has_said(s);
}

/*
 * Ends of which the server beside the fork could be the cause: its memory is of the same group, and a fork's is not
 * counted quite as that of a program; and it could have taken what was meant for the fork, or have stopped it.
 */
static const char *is_doubtful(const struct server *s, const struct watch *r)
{
	const struct box_result *res = r->result;

	if (res->end == BOX_END_MEMORY || res->peak_bytes + DOUBT_BYTES > r->w->order->memory_bytes)
		return "its fork came near the memory limit";
	if (res->end == BOX_END_WALL && res->cpu_us < s->startup_us + IDLE_US)
		return "its fork did nothing";
	return NULL;
}

/* 1 with *why: irregular. The watch's result is filled in. */
static int run_fork(struct warden *w, struct watch *r, struct order_streams *streams, const char **why, struct err *e)
{
	struct server *s = w->server;
	uint64_t cpu_before_us;
	pid_t pid = 0;
	int pidfd, ret;

	*why = await_fork(s, &pid);
	if (*why)
		return 1;
	pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (pidfd < 0 && errno != ESRCH)
		return err_errno(e, "pidfd_open");
	if (pidfd < 0) {
		*why = "its fork is not there any more";
		return 1;
	}
	r->server = s->pid;
	r->listener = s->listener;
	ret = watch_begin(r, pid, pidfd, e);
	if (ret)
		return ret;
	if (!s->ran)
		*why = weigh_preparation(s, r);
	else if (server_cpu_us(s) > s->charged_us + BETWEEN_US)
		*why = "it computed between runs";
	if (!*why)
		*why = has_said(s);
	if (*why)
		return 1;
	r->peak_shift_bytes = s->peak_shift_bytes;
	/* What it does for its forks is theirs: the preparation each one's, the rest the next one's. */
	cpu_before_us = server_cpu_us(s);
	r->reaped_cpu_us = s->startup_us + cpu_before_us - s->charged_us;
	s->ran = true;
	r->started_us = clock_mono_us();
	if (hand_over(s, streams, w) < 0) {
		*why = "its fork is not there any more";
		return 1;
	}
	/* Only the fork has them now: who reads a stream sees its end when the fork has ended. */
	order_streams_clear(streams);
	ret = watch_run(r, e);
	end_fork(r);
	if (ret)
		return ret;
	*why = is_disturbed(s, r, cpu_before_us);
	if (*why)
		return 1;
	s->charged_us = server_cpu_us(s);
	r->reaped_cpu_us += s->charged_us - cpu_before_us;
	ret = watch_conclude(r, e);
	if (!ret)
		*why = is_doubtful(s, r);
	return *why ? 1 : ret;
}

int serve_run(struct warden *w, struct order_streams *streams, struct box_result *out, char why[BOX_IRREGULAR_MAX],
	      struct err *e)
{
	struct box_result res = { .syscall_nr = -1 };
	struct watch r = { .w = w, .pidfd = -1, .listener = -1, .result = &res };
	const char *reason = NULL;
	int ret;

	if (!w->server)
		return irregular(why, "there is none");
	if (!streams->n)
		return err_set(e, -EINVAL, "a run by a server has no streams");
	r.limits = w->server->limits;
	ret = run_fork(w, &r, streams, &reason, e);
	watch_end(&r);
	if (ret) {
		serve_end(w);
		return ret < 0 ? ret : irregular(why, reason);
	}
	ask_for_fork(w->server);
	*out = res;
	return 0;
}
