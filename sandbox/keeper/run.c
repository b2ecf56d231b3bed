/*
 * One run: start, watch, end, measure.
 *
 * The program's process is made the cheap way, by clone(CLONE_VM | CLONE_VFORK): no page table is copied and the peak
 * memory that it reports later begins with its own exec. It also shares the table of descriptors until that exec
 * (CLONE_FILES; execve(2) unshares it), which is how the listener of its own seccomp filter comes to be the warden's:
 * there is no other way to take a descriptor out of a process that waits in vfork.
 *
 * Watching is a poll on the process (pidfd), the keeper's socket and the listener. CPU time has no descriptor to wait
 * for, so the sleep is never longer than the time in which the limit could be reached with all cores in use, and the
 * clock is read again.
 *
 * Whatever made the run end, the rest of it ends with it: kill(-1) as pid 1 reaches every process of the box, and
 * wait is called until there is no child left. The verdict is what the warden did and why; a signal that it did not
 * send is the program's own.
 *
 * Threats: a program that forks, ignores signals, stops itself, floods or sleeps; one that dies by a signal that
 * looks like a limit.
 */
#include "sandbox/keeper/warden.h"

#include "sandbox/base/cleanup.h"
#include "sandbox/base/clock.h"
#include "sandbox/policy.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CHILD_STACK_BYTES (64u * 1024u)
#define POLL_MIN_US       500u    /* finest look at the CPU clock */
#define POLL_MAX_US       100000u /* orphans are reaped at least so often, so that they do not fill the pids limit */

struct run {
	struct warden *w;
	const struct order_run *order;
	pid_t pid;
	int pidfd;
	int listener;
	clockid_t cpu_clock;
	uint64_t started_us;
	uint64_t cgroup_cpu_us; /* when the run began */
	bool over;              /* the main process is gone */
	bool decided;           /* result->end is set by us */
	int status;             /* wait status of the main process */
	uint64_t reaped_cpu_us; /* of all processes that were waited for */
	struct box_result *result;
};

static uint64_t timeval_us(const struct timeval *t)
{
	return (uint64_t)t->tv_sec * CLOCK_US_PER_S + (uint64_t)t->tv_usec;
}

/* The first cause stands: what happens while a run is being ended is a consequence. */
static void decide(struct run *r, enum box_end end)
{
	if (!r->decided)
		r->result->end = end;
	r->decided = true;
}

/* ---- start ------------------------------------------------------------------------------------------------------- */

/*
 * The size that the program's own headers ask for: a .bss over the limit is refused here, for else it dies in exec by
 * a SIGKILL or SIGSEGV that looks like its own.
 */
static int static_bytes(int fd, uint64_t *out, struct err *e)
{
	Elf64_Ehdr head;
	Elf64_Phdr ph;

	*out = 0;
	if (pread(fd, &head, sizeof(head), 0) != (ssize_t)sizeof(head) || memcmp(head.e_ident, ELFMAG, SELFMAG) ||
	    head.e_ident[EI_CLASS] != ELFCLASS64 || head.e_phentsize != sizeof(ph))
		return err_set(e, -ENOEXEC, "not a 64-bit ELF program");
	for (unsigned i = 0; i < head.e_phnum; i++) {
		if (pread(fd, &ph, sizeof(ph), (off_t)(head.e_phoff + i * sizeof(ph))) != (ssize_t)sizeof(ph))
			return err_set(e, -ENOEXEC, "program headers are cut off");
		if (ph.p_type == PT_LOAD && __builtin_add_overflow(*out, ph.p_memsz, out))
			*out = UINT64_MAX;
	}
	return 0;
}

/* Puts the program on POLICY_EXEC_FD. */
static int open_program(const struct run *r, uint64_t *bytes, struct err *e)
{
	cleanup_fd int fd = open(r->order->program, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	int ret;

	if (fd < 0)
		return err_errno(e, "%s", r->order->program);
	ret = static_bytes(fd, bytes, e);
	if (ret < 0)
		return err_wrap(e, "%s", r->order->program);
	if (dup3(fd, POLICY_EXEC_FD, O_CLOEXEC) < 0)
		return err_errno(e, "descriptor %d", POLICY_EXEC_FD);
	return 0;
}

/* The low descriptors are placeholders again, so that no end of a stream stays open here. */
static void reset_table(const struct warden *w)
{
	for (int fd = 0; fd < BOX_STREAMS_MAX; fd++)
		dup3(w->null_fd, fd, O_CLOEXEC);
	close(POLICY_EXEC_FD);
}

/* Where memory is not bounded by a group, the host's own shortage must take the program and not the judge. */
static void offer_to_oom_killer(const struct run *r)
{
	char path[40];
	cleanup_fd int fd = -1;

	if (r->w->proc_dir < 0)
		return;
	snprintf(path, sizeof(path), "%d/oom_score_adj", (int)r->pid);
	fd = openat(r->w->proc_dir, path, O_WRONLY | O_CLOEXEC);
	/* A program that has ended already has no file there any more. */
	if (fd >= 0 && write(fd, "1000", 4) < 0)
		return;
}

static int start(struct run *r, struct err *e)
{
	static _Alignas(64) char stack[CHILD_STACK_BYTES];
	static struct confinement c;

	c = (struct confinement){ .w = r->w, .order = r->order, .listener = -1 };
	r->pid = clone(confine_and_exec, stack + sizeof(stack),
		       CLONE_VM | CLONE_VFORK | CLONE_FILES | CLONE_PIDFD | SIGCHLD, &c, &r->pidfd, NULL, NULL);
	r->started_us = c.exec_us;
	reset_table(r->w);
	if (r->pid < 0)
		return err_errno(e, "make the program's process");
	r->listener = c.listener;
	if (c.exec_errno) {
		r->result->exec_errno = c.exec_errno;
		decide(r, BOX_END_NOT_STARTED);
	} else if (c.err.code) {
		waitpid(r->pid, NULL, __WALL);
		*e = c.err;
		return e->code;
	}
	if (clock_getcpuclockid(r->pid, &r->cpu_clock))
		return err_set(e, -EIO, "the program's CPU clock");
	offer_to_oom_killer(r);
	return 0;
}

/* ---- watch ------------------------------------------------------------------------------------------------------- */

/* All of the run so far: the main process's clock, and the group's where there is one and others may run. */
static uint64_t cpu_now_us(const struct run *r)
{
	struct timespec t = { 0 };
	uint64_t own = r->reaped_cpu_us, group;
	struct err ignored;

	if (!r->over && !clock_gettime(r->cpu_clock, &t))
		own += (uint64_t)t.tv_sec * CLOCK_US_PER_S + (uint64_t)t.tv_nsec / 1000;
	if (r->w->order->processes > 1 && r->w->cpu_usage >= 0 &&
	    !cgroup_cpu_us(r->w->cpu_usage, r->w->cgroup, &group, &ignored) && group - r->cgroup_cpu_us > own)
		own = group - r->cgroup_cpu_us;
	return own;
}

static void count(struct run *r, pid_t pid, int status, const struct rusage *u)
{
	uint64_t peak = (uint64_t)u->ru_maxrss * 1024;

	r->reaped_cpu_us += timeval_us(&u->ru_utime) + timeval_us(&u->ru_stime);
	if (peak > r->result->peak_bytes)
		r->result->peak_bytes = peak;
	if (pid == r->pid) {
		r->over = true;
		r->status = status;
		r->result->wall_us = clock_mono_us() - r->started_us;
	}
}

/* Orphans of the box are the warden's children too. */
static void reap(struct run *r, int flags)
{
	struct rusage u;
	int status;
	pid_t pid;

	while ((pid = wait4(-1, &status, flags | __WALL, &u)) > 0)
		count(r, pid, status, &u);
}

static void end_all(struct run *r)
{
	kill(-1, SIGKILL);
	reap(r, 0);
}

/* A call that the filter does not allow: its caller waits in the kernel until it is killed. */
static void on_listener(struct run *r)
{
	/* The kernel writes as many bytes as it knows of; a newer one may know of more than these headers. */
	union {
		struct seccomp_notif notif;
		char room[512];
	} u;

	memset(&u, 0, sizeof(u));
	if (ioctl(r->listener, SECCOMP_IOCTL_NOTIF_RECV, &u.notif) < 0)
		return;
	r->result->syscall_nr = u.notif.data.nr;
	r->result->syscall_arch = u.notif.data.arch;
	decide(r, BOX_END_SYSCALL);
}

static void on_keeper(struct run *r)
{
	static struct wire_in in;
	struct err ignored;

	/* The only thing said during a run; when the keeper is gone the kernel ends this process too. */
	if (wire_recv(r->w->sock, &in, &ignored) < 0 || in.type == WIRE_END)
		decide(r, BOX_END_OUTPUT);
	wire_in_clear(&in);
}

/* How long the main process was ready to run and got no processor: the second number of schedstat, in nanoseconds. */
static uint64_t starved_us(const struct run *r)
{
	char path[32], text[128];
	unsigned long long ran, waited;
	cleanup_fd int fd = -1;
	ssize_t n;

	if (r->w->proc_dir < 0 || r->over)
		return 0;
	snprintf(path, sizeof(path), "%d/schedstat", (int)r->pid);
	fd = openat(r->w->proc_dir, path, O_RDONLY | O_CLOEXEC);
	n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	if (n <= 0)
		return 0;
	text[n] = 0;
	return sscanf(text, "%llu %llu", &ran, &waited) == 2 ? waited / 1000 : 0;
}

/*
 * The time that counts for the wall limit: a busy host that lets a program wait for a processor is not the program's
 * doing.
 */
static uint64_t own_wall_us(const struct run *r, uint64_t wall_us)
{
	uint64_t starved = wall_us > BOX_STARVED_FACTOR * r->order->limits.wall_us ? 0 : starved_us(r);

	return starved < wall_us ? wall_us - starved : 0;
}

/* How long nothing can happen that poll does not tell. */
static uint64_t nap_us(const struct run *r, uint64_t cpu_us, uint64_t wall_us)
{
	const struct box_limits *l = &r->order->limits;
	uint64_t threads = r->w->order->processes < 64 ? r->w->order->processes : 64;
	uint64_t nap = (l->cpu_us - cpu_us) / threads;

	uint64_t wall_left = wall_us < l->wall_us ? l->wall_us - wall_us : 0;

	if (nap > wall_left)
		nap = wall_left;
	if (nap > POLL_MAX_US && r->w->order->processes > 1)
		nap = POLL_MAX_US;
	return nap < POLL_MIN_US ? POLL_MIN_US : nap;
}

static void watch(struct run *r)
{
	struct pollfd fds[] = {
		{ .fd = r->pidfd, .events = POLLIN },
		{ .fd = r->w->sock, .events = POLLIN },
		{ .fd = r->listener, .events = POLLIN },
	};

	while (!r->decided && !r->over) {
		uint64_t wall = own_wall_us(r, clock_mono_us() - r->started_us), cpu = cpu_now_us(r), nap;
		struct timespec ts;

		if (cpu > r->order->limits.cpu_us) {
			decide(r, BOX_END_CPU);
			break;
		}
		if (wall > r->order->limits.wall_us) {
			decide(r, BOX_END_WALL);
			break;
		}
		nap = nap_us(r, cpu, wall);
		ts = (struct timespec){ (time_t)(nap / CLOCK_US_PER_S), (long)(nap % CLOCK_US_PER_S) * 1000 };
		if (ppoll(fds, 3, &ts, NULL) < 0 && errno != EINTR)
			break;
		if (fds[2].revents & POLLIN)
			on_listener(r);
		/* Every process of the filter is gone: a hang-up that would be told again and again. */
		else if (fds[2].revents)
			fds[2].fd = -1;
		if (fds[1].revents)
			on_keeper(r);
		reap(r, WNOHANG);
	}
}

/* ---- measure ----------------------------------------------------------------------------------------------------- */

static void conclude(struct run *r)
{
	struct box_result *res = r->result;
	const struct box_limits *l = &r->order->limits;

	res->cpu_us = cpu_now_us(r);
	/* The end came between two looks at the clocks, but the limit is the limit. */
	if (res->cpu_us > l->cpu_us)
		decide(r, BOX_END_CPU);
	if (WIFEXITED(r->status))
		res->exit_code = WEXITSTATUS(r->status);
	else
		res->signal = WTERMSIG(r->status);
	if (r->decided)
		return;
	if (WIFEXITED(r->status))
		res->end = BOX_END_EXIT;
	else if (res->signal == SIGXFSZ && files_has_large(r->w, l->file_bytes))
		res->end = BOX_END_FILE_SIZE;
	else
		res->end = BOX_END_SIGNAL;
}

static int run_in(struct run *r, struct err *e)
{
	const struct warden *w = r->w;
	uint64_t bytes = 0;
	int ret = open_program(r, &bytes, e);

	if (ret < 0)
		return ret;
	if (bytes > w->order->memory_bytes) {
		close(POLICY_EXEC_FD);
		r->result->end = BOX_END_MEMORY;
		return 0;
	}
	if (w->cpu_usage >= 0 && cgroup_cpu_us(w->cpu_usage, w->cgroup, &r->cgroup_cpu_us, e) < 0)
		return e->code;
	ret = start(r, e);
	if (ret < 0)
		return ret;
	watch(r);
	end_all(r);
	conclude(r);
	return 0;
}

int run_program(struct warden *w, const struct order_run *order, struct box_result *out, struct err *e)
{
	struct box_result res = { .syscall_nr = -1 };
	struct run r = { .w = w, .order = order, .pidfd = -1, .listener = -1, .result = &res };
	int ret = run_in(&r, e);

	fd_close(&r.pidfd);
	fd_close(&r.listener);
	res.files_refused = files_full(w);
	if (!w->order->keep_work && files_empty_work(w, ret < 0 ? &ERR_INIT : e) < 0 && !ret)
		ret = e->code;
	if (ret < 0)
		return ret;
	*out = res;
	return 0;
}
