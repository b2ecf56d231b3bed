/*
 * The keeper: makes boxes, ahead where it is told to, ends them, keeps their control groups.
 *
 * It is a program of its own, static and small, for three reasons: getrusage's peak is inherited over fork, so what
 * makes a process must be smaller than what is measured; a fork of the whole judge would cost more than a run; and it
 * can be trusted to have no threads, no open files and no libraries when it makes namespaces. It serves one request
 * after the other, and none of them is a run: with a box the judge gets a socket to its warden. It never enters a box
 * and follows no path of one.
 *
 * What costs time and is the same for every box is kept: namespaces in which the keeper itself lives (shared.h), roots
 * to copy (stage.h), and the control groups, which go from one box to the next.
 *
 * When its socket closes (the judge has ended, in whatever way) it ends every box, removes their groups and goes.
 * When it is killed itself, the kernel ends the wardens (PR_SET_PDEATHSIG) and with them every process in their pid
 * namespaces; empty groups are swept by the next keeper.
 */
#include "sandbox/cgroup.h"
#include "sandbox/keeper/shared.h"
#include "sandbox/keeper/stage.h"
#include "sandbox/keeper/warden.h"
#include "sandbox/policy.h"

#include "sandbox/base/cleanup.h"
#include "sandbox/base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define CLIENT_FD     3
#define BOXES_MAX     64
#define FILES_WANTED  4096
#define SET_UP_MAX_US (20 * CLOCK_US_PER_S)

struct box_slot {
	bool used;
	bool ready;   /* made ahead, not handed out yet */
	size_t plan;  /* with ready: what it was made for */
	pid_t warden; /* 0 = none */
	int sock;     /* to the warden, until the judge has it */
	bool have[BOX_LAYER_COUNT];
	struct cgroup_box groups; /* stays when a box ends, for the next one in this slot */
};

/* An order for boxes that are to be made ahead. */
#define PLANS_MAX 4
struct plan {
	struct wire_in order;
	unsigned wanted; /* still to be made */
};

static struct cgroup groups;
static struct box_slot slots[BOXES_MAX];
static struct plan plans[PLANS_MAX];
static struct shared shared;
static struct err no_box; /* code 0, or why no box can be made here */
static struct wire_in in, from_warden;
static struct wire_out out;

/* ---- making and ending a box ------------------------------------------------------------------------------------- */

static void end_box(struct box_slot *b)
{
	if (b->warden > 0) {
		kill(b->warden, SIGKILL);
		waitpid(b->warden, NULL, __WALL);
	}
	b->warden = 0;
	fd_close(&b->sock);
	b->used = b->ready = false;
}

/*
 * fork with flags: glibc's clone wants a stack of its own; this process has one thread and nothing registered for
 * fork.
 */
static pid_t fork_with(unsigned long flags)
{
#if defined(__s390__) || defined(__CRIS__)
	return (pid_t)syscall(SYS_clone, 0, flags | SIGCHLD, NULL, NULL, 0);
#else
	return (pid_t)syscall(SYS_clone, flags | SIGCHLD, 0, NULL, NULL, 0);
#endif
}

/* Where root itself is refused a user namespace, its boxes can do without: it has ids to give away. */
static pid_t fork_warden(bool *has_user_ns)
{
	unsigned long flags = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWCGROUP;
	pid_t pid;

	*has_user_ns = true;
	pid = fork_with(flags | CLONE_NEWUSER);
	if (pid >= 0 || !shared.root)
		return pid;
	*has_user_ns = false;
	return fork_with(flags);
}

static _Noreturn void be_warden(const struct box_slot *b, const struct order_box *order, int sock, bool has_user_ns)
{
	struct warden w = { .order = order, .sock = sock, .two_ids = shared.root };

	w.uid_warden = !has_user_ns ? shared.id_warden : shared.root ? WARDEN_ID : PROGRAM_ID;
	w.uid_program = has_user_ns ? PROGRAM_ID : shared.id_program;
	for (int i = 0; i < BOX_LAYER_COUNT; i++)
		w.have[i] = i <= BOX_LAYER_SECCOMP;
	w.have[BOX_LAYER_USER_NS] = has_user_ns;
	w.have[BOX_LAYER_TWO_IDS] = shared.root;
	w.have[BOX_LAYER_CGROUP_MEMORY] = groups.have[CGROUP_MEMORY];
	w.have[BOX_LAYER_CGROUP_PIDS] = groups.have[CGROUP_PIDS];
	w.have[BOX_LAYER_CGROUP_CPU] = groups.have[CGROUP_CPU];
	warden_main(&w, &b->groups.meter);
}

static int make_warden(struct box_slot *b, const struct order_box *order, bool *has_user_ns, struct err *e)
{
	int pair[2], r;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return err_errno(e, "socketpair");
	b->warden = fork_warden(has_user_ns);
	if (!b->warden)
		be_warden(b, order, pair[1], *has_user_ns);
	r = b->warden < 0 ? err_errno(e, "make namespaces (user, mount, pid, cgroup)") : 0;
	close(pair[1]);
	b->sock = pair[0];
	return r;
}

/* Lets it begin, and hears which layers it has. */
static int raise_warden(struct box_slot *b, struct err *e)
{
	int r;

	wire_begin(&out, WIRE_OK, 0);
	r = wire_send(b->sock, &out, e);
	if (!r)
		r = wire_await(b->sock, SET_UP_MAX_US, e);
	if (!r)
		r = wire_recv(b->sock, &from_warden, e);
	if (r < 0)
		return err_wrap(e, "the warden");
	if (from_warden.type == WIRE_ERR)
		return wire_get_err(&from_warden, e);
	if (from_warden.type != WIRE_OK)
		return err_set(e, -EPROTO, "the warden speaks out of turn");
	for (int i = 0; i < BOX_LAYER_COUNT; i++)
		b->have[i] = wire_get_bool(&from_warden);
	return wire_check(&from_warden, "layers", e);
}

/* The warden is born in a copy of the stage. There is no going on without the way back. */
static int make_in_stage(struct box_slot *b, const struct order_box *order, struct err *e)
{
	bool has_user_ns = false;
	struct err lost;
	int r = stage_enter(order, e);

	if (!r)
		r = make_warden(b, order, &has_user_ns, e);
	if (stage_leave(&lost) < 0) {
		no_box = lost;
		*e = lost;
		return e->code;
	}
	if (r || !has_user_ns)
		return r;
	r = shared_map_ids(&shared, b->warden, e);
	/* Of a warden that has failed already there are no maps to write: it knows better why. */
	if (r < 0 && !wire_await(b->sock, 100000, &lost) && !wire_recv(b->sock, &from_warden, &lost) &&
	    from_warden.type == WIRE_ERR)
		r = wire_get_err(&from_warden, e);
	return r;
}

/* Makes a box from the order in `from`. */
static int make_box(struct wire_in *from, struct box_slot **made, struct err *e)
{
	static struct order_box order;
	struct box_slot *b = slots;
	int r = no_box.code;

	*e = no_box;
	if (!r)
		r = order_box_read(from, &order, e);
	while (b < slots + BOXES_MAX && b->used)
		b++;
	if (!r && b == slots + BOXES_MAX)
		r = err_set(e, -EMFILE, "more than %d boxes", BOXES_MAX);
	/* A server beside its fork is one process more. */
	if (!r)
		r = cgroup_box_open(&groups, (uint32_t)(b - slots), order.memory_bytes,
				    order.processes + (order.serve_filter.bytes > 0), &b->groups, e);
	if (r < 0)
		return r;
	b->used = true;
	r = make_in_stage(b, &order, e);
	if (!r)
		r = raise_warden(b, e);
	if (r < 0) {
		end_box(b);
		return r;
	}
	*made = b;
	return 0;
}

/* ---- ahead ------------------------------------------------------------------------------------------------------- */

/* Boxes that are ready: for one plan, or in all with NULL. */
static unsigned count_ready(const struct plan *p)
{
	unsigned n = 0;

	for (const struct box_slot *b = slots; b < slots + BOXES_MAX; b++)
		n += b->ready && (!p || &plans[b->plan] == p);
	return n;
}

/*
 * No error is told: what cannot be made now cannot be opened later, and then it is. What was made ahead and not used,
 * for a submission that did not compile, counts for the next.
 */
static void serve_prepare(void)
{
	struct plan *p = NULL;
	unsigned n = in.box < BOX_PREPARED_MAX ? in.box : BOX_PREPARED_MAX, ready;

	for (size_t i = 0; i < PLANS_MAX; i++) {
		if (wire_same(&plans[i].order, &in)) {
			p = &plans[i];
			break;
		}
		if (!plans[i].wanted)
			p = &plans[i];
	}
	if (!p)
		return;
	if (!wire_same(&p->order, &in)) {
		/* What was made for the plan that was here before is of no use any more. */
		for (struct box_slot *b = slots; b < slots + BOXES_MAX; b++)
			if (b->ready && &plans[b->plan] == p)
				end_box(b);
		memcpy(p->order.data, in.data, in.len);
		p->order.len = in.len;
		p->order.type = in.type;
	}
	ready = count_ready(p);
	p->wanted = ready < n ? n - ready : 0;
}

/* Makes one box that is wanted ahead; false: there is none to make. */
static bool make_ahead(void)
{
	struct err e;

	for (size_t i = 0; i < PLANS_MAX; i++) {
		struct box_slot *b;

		if (!plans[i].wanted)
			continue;
		plans[i].wanted--;
		if (count_ready(NULL) >= BOX_PREPARED_MAX)
			continue;
		wire_rewind(&plans[i].order);
		if (make_box(&plans[i].order, &b, &e) < 0) {
			plans[i].wanted = 0;
			return true;
		}
		b->ready = true;
		b->plan = i;
		return true;
	}
	return false;
}

/* The host may have killed one while it waited, for want of memory above all. */
static bool is_alive(const struct box_slot *b)
{
	siginfo_t info = { .si_pid = 0 };

	return !waitid(P_PID, (id_t)b->warden, &info, WEXITED | WNOHANG | WNOWAIT | __WALL) && !info.si_pid;
}

static struct box_slot *take_ready(void)
{
	for (struct box_slot *b = slots; b < slots + BOXES_MAX; b++) {
		if (!b->ready || !wire_same(&plans[b->plan].order, &in))
			continue;
		if (is_alive(b)) {
			b->ready = false;
			return b;
		}
		end_box(b);
	}
	return NULL;
}

/* ---- opening and closing ----------------------------------------------------------------------------------------- */

static int serve_open(int *sock, struct err *e)
{
	struct box_slot *b = take_ready();

	if (!b && make_box(&in, &b, e) < 0)
		return e->code;
	wire_begin(&out, WIRE_OK, (uint32_t)(b - slots));
	for (int i = 0; i < BOX_LAYER_COUNT; i++)
		wire_u32(&out, b->have[i]);
	/* The judge's from now on: a warden whose judge has gone must see its end. */
	*sock = steal_fd(&b->sock);
	wire_fd(&out, *sock);
	return 0;
}

static int serve_close(struct err *e)
{
	struct box_slot *b = in.box < BOXES_MAX ? &slots[in.box] : NULL;

	if (!b || !b->used || b->ready)
		return err_set(e, -EBADF, "no such box");
	end_box(b);
	wire_begin(&out, WIRE_OK, in.box);
	return 0;
}

/* ---- serving ----------------------------------------------------------------------------------------------------- */

static int serve_hello(struct err *e)
{
	const char *wanted;
	bool given;

	if (wire_get_u32(&in) != WIRE_VERSION || wire_get_u32(&in) != sizeof(struct box_result) ||
	    wire_get_u32(&in) != BOX_LAYER_COUNT)
		return err_set(e, -EPROTO, "keeper and judge are from different builds");
	given = wire_get_bool(&in);
	wanted = wire_get_str(&in);
	if (wire_check(&in, "hello", e) < 0 || cgroup_find(&groups, "/proc", given ? wanted : NULL, e) < 0)
		return e->code;
	cgroup_sweep(&groups);
	wire_begin(&out, WIRE_OK, 0);
	wire_u32(&out, groups.kind);
	wire_u32(&out, shared.root);
	wire_str(&out, groups.why_not);
	return 0;
}

static int serve(int *sock, struct err *e)
{
	switch (in.type) {
	case WIRE_HELLO:
		return serve_hello(e);
	case WIRE_OPEN:
		return serve_open(sock, e);
	case WIRE_CLOSE:
		return serve_close(e);
	default:
		return err_set(e, -EPROTO, "unknown request");
	}
}

/* One request; -EPIPE when the judge has gone. */
static int serve_one(const struct err *failed, struct err *e)
{
	cleanup_fd int sock = -1;

	if (wire_recv(CLIENT_FD, &in, e) < 0)
		return e->code;
	if (in.type == WIRE_PREPARE) {
		if (!failed->code)
			serve_prepare();
		return 0;
	}
	*e = *failed;
	if (failed->code || serve(&sock, e) < 0) {
		wire_begin(&out, WIRE_ERR, in.box);
		wire_err(&out, e);
	}
	return wire_send(CLIENT_FD, &out, e);
}

/* Is there a request? While there is none boxes are made ahead. */
static bool is_asked(void)
{
	struct pollfd fd = { .fd = CLIENT_FD, .events = POLLIN };

	return poll(&fd, 1, 0) > 0;
}

/* What the judge was started with bounds what a box can be given: root lifts it, others can only be told. */
static int raise_limits(struct err *e)
{
	static const int lifted[] = { RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_STACK, RLIMIT_DATA,
				      RLIMIT_AS,  RLIMIT_NPROC, RLIMIT_CORE };
	const struct rlimit none = { RLIM_INFINITY, RLIM_INFINITY };
	struct rlimit files = { FILES_WANTED, FILES_WANTED };

	for (size_t i = 0; geteuid() == 0 && i < sizeof(lifted) / sizeof(lifted[0]); i++)
		if (setrlimit((__rlimit_resource_t)lifted[i], &none) < 0)
			break; /* root of a container: the steps of a run name what is missing */
	if (geteuid() == 0 && !setrlimit(RLIMIT_NOFILE, &files))
		return 0;
	if (getrlimit(RLIMIT_NOFILE, &files) < 0)
		return err_errno(e, "getrlimit");
	/* POLICY_EXEC_FD must be a possible descriptor. */
	if (files.rlim_max <= POLICY_EXEC_FD)
		return err_set(
			e, -EMFILE,
			"the judge was started with a hard limit of %llu open files and needs %d (see ulimit -Hn)",
			(unsigned long long)files.rlim_max, POLICY_EXEC_FD + 1);
	files.rlim_cur = files.rlim_max < FILES_WANTED ? files.rlim_max : FILES_WANTED;
	return setrlimit(RLIMIT_NOFILE, &files) < 0 ? err_errno(e, "setrlimit") : 0;
}

/*
 * Where the host itself runs out of memory a box must go before the judge does. What is started from here inherits
 * this; among equals the kernel takes the largest, which is never a keeper or a warden. No layer: without /proc size
 * alone decides.
 */
static void offer_to_oom_killer(void)
{
	cleanup_fd int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

	if (fd >= 0 && write(fd, "1000", 4) < 0)
		return;
}

static int prepare(struct err *e)
{
	sigset_t all;

	/* Ctrl-C is for the judge; it closes the socket when it goes. */
	sigfillset(&all);
	if (sigprocmask(SIG_SETMASK, &all, NULL) < 0 || syscall(SYS_close_range, CLIENT_FD + 1, ~0u, 0) < 0)
		return err_errno(e, "prepare the keeper");
	if (fcntl(CLIENT_FD, F_SETFD, FD_CLOEXEC) < 0)
		return err_errno(e, "the judge's socket");
	/* What somebody else ignores must not be ignored here (SIGCHLD: no child could be waited for) nor in a box. */
	for (int i = 1; i < NSIG; i++)
		signal(i, SIG_DFL);
	if (raise_limits(e) < 0)
		return e->code;
	offer_to_oom_killer();
	/* Not before somebody wants a box: what the host refuses is told then. */
	if (shared_make(&shared, &no_box) < 0)
		err_wrap(&no_box, "namespaces");
	return 0;
}

int main(int argc, char **argv)
{
	struct err failed = ERR_INIT, e = ERR_INIT;

	/* The sandbox tries itself out with the one program that it can be sure of. */
	if (argc == 2 && !strcmp(argv[1], "probe"))
		return 0;
	for (int i = 0; i < CGROUP_CONTROLLERS; i++)
		groups.parent[i] = -1;
	for (int i = 0; i < BOXES_MAX; i++)
		slots[i] = (struct box_slot){ .sock = -1, .groups = CGROUP_BOX_INIT };
	prepare(&failed);
	do
		while (!is_asked() && make_ahead())
			;
	while (serve_one(&failed, &e) == 0);
	for (int i = 0; i < BOXES_MAX; i++) {
		end_box(&slots[i]);
		cgroup_box_close(&slots[i].groups, &e);
	}
	return 0;
}
