/*
 * A run from its start to its last process: clocks, limits, the listener, the end. Who started it, an exec or a
 * server's fork, makes no difference here.
 *
 * The CPU time of what runs is the main process's clock, and where a run may have many processes the group's. Wall
 * time is what passed less the time for which the program was ready and the host had no processor for it.
 *
 * Threats: a program that ignores signals, stops itself, floods or sleeps; one that dies by a signal that looks like a
 * limit.
 */
#include "sandbox/keeper/watch.h"

#include "sandbox/base/cleanup.h"
#include "sandbox/base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define ANSWER_MAX_US (5 * CLOCK_US_PER_S)
#define POLL_MIN_US   500u    /* finest look at the CPU clock */
#define POLL_MAX_US   100000u /* orphans are reaped at least so often, so that they do not fill the pids limit */

static uint64_t timeval_us(const struct timeval *t)
{
	return (uint64_t)t->tv_sec * CLOCK_US_PER_S + (uint64_t)t->tv_usec;
}

static void decide(struct watch *r, enum box_end end)
{
	if (!r->decided)
		r->result->end = end;
	r->decided = true;
}

int watch_begin(struct watch *r, pid_t pid, int pidfd, struct err *e)
{
	r->pid = pid;
	r->pidfd = pidfd;
	if (clock_getcpuclockid(pid, &r->cpu_clock))
		return err_set(e, -EIO, "the program's CPU clock");
	return 0;
}

void watch_end(struct watch *r)
{
	fd_close(&r->pidfd);
}

/* ---- the judge --------------------------------------------------------------------------------------------------- */

static struct wire_in in;

/* What it says during a run: to end it, because there is too much output. When it is gone nobody needs the run. */
static bool on_judge(struct watch *r)
{
	struct err ignored;
	bool heard = !wire_recv(r->w->sock, &in, &ignored);

	if (!heard || in.type == WIRE_END)
		decide(r, BOX_END_OUTPUT);
	return heard;
}

/* Questions have numbers: the answer to one that was given up comes when the judge goes on (SIGSTOP). */
struct condition watch_ask(struct watch *r, int pidfd)
{
	static struct wire_out out;
	static uint32_t number;
	struct condition c = { 0, 0 };
	struct err ignored;
	const void *p;
	size_t n;

	wire_begin(&out, WIRE_ASK, ++number);
	wire_fd(&out, pidfd);
	if (wire_send(r->w->sock, &out, &ignored) < 0)
		return c;
	do
		if (wire_await(r->w->sock, ANSWER_MAX_US, &ignored) < 0 || !on_judge(r))
			return c;
	while (in.type != WIRE_TELL || in.box != number);
	p = wire_get_blob(&in, &n);
	if (p && n == sizeof(c))
		memcpy(&c, p, sizeof(c));
	wire_in_clear(&in);
	return c;
}

/* ---- clocks ------------------------------------------------------------------------------------------------------ */

/* All of the run so far. */
static uint64_t cpu_now_us(const struct watch *r)
{
	struct timespec t = { 0 };
	uint64_t own = r->reaped_cpu_us, group;
	struct err ignored;

	if (!r->over && !clock_gettime(r->cpu_clock, &t))
		own += (uint64_t)t.tv_sec * CLOCK_US_PER_S + (uint64_t)t.tv_nsec / 1000;
	if (r->w->order->processes > 1 && !cgroup_meter_cpu_us(&r->w->meter, &group, &ignored) &&
	    group - r->group_cpu_us > own)
		own = group - r->group_cpu_us;
	return own;
}

/*
 * The time that counts for the wall limit: a busy host that lets a program wait for a processor is not the program's
 * doing. Asked for only when more than the limit has passed.
 */
static uint64_t own_wall_us(struct watch *r)
{
	uint64_t wall = clock_mono_us() - r->started_us, limit = r->limits.wall_us, starved;

	if (wall <= limit || wall > BOX_STARVED_FACTOR * limit)
		return wall;
	starved = r->over ? 0 : watch_ask(r, r->pidfd).starved_us;
	return starved < wall ? wall - starved : 0;
}

/* How long nothing can happen that poll does not tell. */
static uint64_t nap_us(const struct watch *r, uint64_t cpu_us, uint64_t wall_us)
{
	uint64_t threads = r->w->order->processes < 64 ? r->w->order->processes : 64;
	uint64_t nap = (r->limits.cpu_us - cpu_us) / threads;
	uint64_t wall_left = wall_us < r->limits.wall_us ? r->limits.wall_us - wall_us : 0;

	if (nap > wall_left)
		nap = wall_left;
	if (nap > POLL_MAX_US && r->w->order->processes > 1)
		nap = POLL_MAX_US;
	return nap < POLL_MIN_US ? POLL_MIN_US : nap;
}

/* ---- processes --------------------------------------------------------------------------------------------------- */

/* What was waited for is of the run, unless it is the server. Where one process is allowed there can be no third. */
static void count(struct watch *r, pid_t pid, int status, const struct rusage *u)
{
	uint64_t peak = (uint64_t)u->ru_maxrss * 1024 + r->peak_shift_bytes;

	if (pid == r->server) {
		r->server_gone = true;
		return;
	}
	if (pid != r->pid && r->server)
		r->stray = true;
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
void watch_reap(struct watch *r, int flags)
{
	struct rusage u;
	int status;
	pid_t pid;

	while ((pid = wait4(-1, &status, flags | __WALL, &u)) > 0)
		count(r, pid, status, &u);
}

/* ---- events ------------------------------------------------------------------------------------------------------ */

/* A call that the filter does not allow: its caller waits in the kernel until it is killed. */
static void on_listener(struct watch *r)
{
	/* The kernel writes as many bytes as it knows of; a newer one may know of more than these headers. */
	union {
		struct seccomp_notif notif;
		char room[512];
	} u;

	memset(&u, 0, sizeof(u));
	if (ioctl(r->listener, SECCOMP_IOCTL_NOTIF_RECV, &u.notif) < 0)
		return;
	if (r->server && (pid_t)u.notif.pid != r->pid)
		r->stray = true;
	r->result->syscall_nr = u.notif.data.nr;
	r->result->syscall_arch = u.notif.data.arch;
	decide(r, BOX_END_SYSCALL);
}

int watch_run(struct watch *r, struct err *e)
{
	struct pollfd fds[] = {
		{ .fd = r->pidfd, .events = POLLIN },
		{ .fd = r->w->sock, .events = POLLIN },
		{ .fd = r->listener, .events = POLLIN },
	};

	while (!r->decided && !r->over) {
		uint64_t wall = own_wall_us(r), cpu = cpu_now_us(r), nap;
		struct timespec ts;

		if (cpu > r->limits.cpu_us) {
			decide(r, BOX_END_CPU);
			break;
		}
		if (wall > r->limits.wall_us) {
			decide(r, BOX_END_WALL);
			break;
		}
		nap = nap_us(r, cpu, wall);
		ts = (struct timespec){ (time_t)(nap / CLOCK_US_PER_S), (long)(nap % CLOCK_US_PER_S) * 1000 };
		if (ppoll(fds, 3, &ts, NULL) < 0) {
			if (errno != EINTR)
				return err_errno(e, "watch a run");
			continue;
		}
		if (fds[2].revents & POLLIN)
			on_listener(r);
		/* Every process of the filter is gone: a hang-up that would be told again and again. */
		else if (fds[2].revents)
			fds[2].fd = -1;
		if (fds[1].revents) {
			on_judge(r);
			wire_in_clear(&in);
		}
		watch_reap(r, WNOHANG);
	}
	return 0;
}

/* ---- the result -------------------------------------------------------------------------------------------------- */

static void name_end(struct watch *r)
{
	struct box_result *res = r->result;

	if (WIFEXITED(r->status))
		res->exit_code = WEXITSTATUS(r->status);
	else
		res->signal = WTERMSIG(r->status);
	if (r->decided)
		return;
	if (WIFEXITED(r->status))
		res->end = BOX_END_EXIT;
	else if (res->signal == SIGXFSZ && files_has_large(r->w, r->limits.file_bytes))
		res->end = BOX_END_FILE_SIZE;
	else
		res->end = BOX_END_SIGNAL;
}

/* Memory is the kernel's word: it killed in this group, or the process's own peak is over. */
static int weigh_memory(struct watch *r, struct err *e)
{
	struct box_result *res = r->result;
	struct cgroup_usage usage;

	if (cgroup_meter_read(&r->w->meter, &usage, e) < 0)
		return e->code;
	res->cgroup_peak_bytes = usage.peak_bytes;
	res->processes_refused = usage.forks_refused > 0;
	/*
	 * Killed, though its own limit was never met: then it was for somebody else's memory, and is nobody's
	 * verdict.
	 */
	if (usage.oom_kills && !usage.limit_hits)
		return err_set(e, -ENOMEM, "the host or the container of the judge ran out of memory");
	if (usage.oom_kills || res->peak_bytes > r->w->order->memory_bytes)
		res->end = BOX_END_MEMORY;
	/* No room even for its arguments. */
	if (res->end == BOX_END_NOT_STARTED && usage.limit_hits &&
	    (res->exec_errno == E2BIG || res->exec_errno == ENOMEM))
		res->end = BOX_END_MEMORY;
	return 0;
}

int watch_conclude(struct watch *r, struct err *e)
{
	r->result->cpu_us = cpu_now_us(r);
	/* The end came between two looks at the clocks, but the limit is the limit. */
	if (r->result->cpu_us > r->limits.cpu_us)
		decide(r, BOX_END_CPU);
	name_end(r);
	return weigh_memory(r, e);
}
