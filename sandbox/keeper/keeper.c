/*
 * The keeper: makes boxes, asks their wardens to run programs, ends boxes, keeps their control groups.
 *
 * It is a program of its own, static and small, for three reasons: getrusage's peak is inherited over fork, so what
 * makes a process must be smaller than what is measured; a fork of the whole judge would cost more than a run; and it
 * can be trusted to have no threads, no open files and no libraries when it makes namespaces. It serves one request
 * after the other. It never enters a box and follows no path of one.
 *
 * When its socket closes (the judge has ended, in whatever way) it ends every box, removes their groups and goes.
 * When it is killed itself, the kernel ends the wardens (PR_SET_PDEATHSIG) and with them every process in their pid
 * namespaces; empty groups are swept by the next keeper.
 *
 * Results: what only the outside can know is added here: whether the kernel killed for memory, the group's peak.
 */
#include "sandbox/cgroup.h"
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
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define CLIENT_FD       3
#define BOXES_MAX       64
#define FILES_WANTED    4096
#define SET_UP_MAX_US   (20 * CLOCK_US_PER_S)
#define ANSWER_GRACE_US (5 * CLOCK_US_PER_S) /* what a warden may need beyond the wall limit to end a run */

/*
 * Ids that nobody else uses: systemd's documentation of user ids leaves 1879048192 to 2147483647 unused, above all
 * containers. Two for each keeper.
 */
#define ID_BASE 0x70000000u
#define ID_MASK 0x03ffffffu

struct box_slot {
	bool used;
	bool dead; /* a request failed in a way that leaves the box unknown */
	pid_t warden;
	int sock;
	uint64_t memory_bytes;
	uint32_t processes;
	struct cgroup_box cg;
};

static struct cgroup groups;
static struct box_slot slots[BOXES_MAX];
static bool is_root;
static uid_t id_warden, id_program;
static struct wire_in in, from_warden;
static struct wire_out out;

/* ---- ids --------------------------------------------------------------------------------------------------------- */

/*
 * In a container with few ids those above are not to be had: then the last two of its largest range
 * (user_namespaces(7), uid_map). The lines of the file: first id inside, first outside, how many.
 */
static int choose_ids(struct err *e)
{
	cleanup_file FILE *f = fopen("/proc/self/uid_map", "re");
	uid_t wanted = ID_BASE + 2 * ((unsigned)getpid() & (ID_MASK >> 1));
	unsigned long first, outside, n, largest_first = 0, largest = 0;

	if (!f)
		return err_errno(e, "/proc/self/uid_map");
	while (fscanf(f, "%lu %lu %lu", &first, &outside, &n) == 3) {
		if (wanted >= first && wanted + 1 < first + n) {
			id_warden = wanted;
			id_program = wanted + 1;
			return 0;
		}
		if (n > largest)
			largest_first = first, largest = n;
	}
	if (largest < 3)
		return err_set(e, -EPERM, "root of a container with %lu user ids: none is left to give to programs",
			       largest);
	id_warden = (uid_t)(largest_first + largest - 2);
	id_program = id_warden + 1;
	return 0;
}

static int write_map(pid_t pid, const char *file, const char *text, struct err *e)
{
	char path[64];
	cleanup_fd int fd = -1;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, file);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		return err_errno(e, "write %s", path);
	return 0;
}

static int write_maps(pid_t pid, struct err *e)
{
	char uids[96], gids[96];

	if (is_root) {
		snprintf(uids, sizeof(uids), "%d %u 1\n%d %u 1\n", WARDEN_ID, id_warden, PROGRAM_ID, id_program);
		memcpy(gids, uids, sizeof(gids));
	} else {
		snprintf(uids, sizeof(uids), "%d %u 1\n", PROGRAM_ID, geteuid());
		snprintf(gids, sizeof(gids), "%d %u 1\n", PROGRAM_ID, getegid());
		/* Asked for by the kernel before an ordinary user may map a group. */
		if (write_map(pid, "setgroups", "deny", e) < 0)
			return e->code;
	}
	if (write_map(pid, "uid_map", uids, e) < 0)
		return e->code;
	return write_map(pid, "gid_map", gids, e);
}

/* ---- making and ending a box ------------------------------------------------------------------------------------- */

static void end_box(struct box_slot *b)
{
	struct err ignored;

	if (!b->used)
		return;
	if (b->warden > 0) {
		kill(b->warden, SIGKILL);
		waitpid(b->warden, NULL, __WALL);
	}
	fd_close(&b->sock);
	cgroup_box_close(&b->cg, &ignored);
	b->used = false;
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

static int make_warden(struct box_slot *b, const struct order_box *order, struct err *e)
{
	unsigned long flags = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP;
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return err_errno(e, "socketpair");
	b->warden = fork_with(flags | (is_root ? 0 : CLONE_NEWUSER));
	if (!b->warden) {
		struct warden w = { .order = order, .sock = pair[1], .root = is_root };

		w.outside_warden = id_warden;
		w.outside_program = id_program;
		for (int i = 0; i < BOX_LAYER_COUNT; i++)
			w.have[i] = i <= BOX_LAYER_SECCOMP;
		w.have[BOX_LAYER_USER_NS] = !is_root; /* root steps into one later */
		w.have[BOX_LAYER_TWO_IDS] = is_root;
		w.have[BOX_LAYER_CGROUP_MEMORY] = groups.have[CGROUP_MEMORY];
		w.have[BOX_LAYER_CGROUP_PIDS] = groups.have[CGROUP_PIDS];
		w.have[BOX_LAYER_CGROUP_CPU] = groups.have[CGROUP_CPU];
		warden_main(&w, &b->cg);
	}
	close(pair[1]);
	b->sock = pair[0];
	if (b->warden < 0)
		return err_errno(e, is_root ? "make namespaces"
					    : "make a user namespace (the host refuses it, or this is a chroot)");
	return 0;
}

/* Waits for the warden's next message, but not for ever. */
static int hear_warden(struct box_slot *b, uint64_t max_us, struct err *e)
{
	struct pollfd fd = { .fd = b->sock, .events = POLLIN };
	int r;

	do
		r = poll(&fd, 1, (int)(max_us / 1000));
	while (r < 0 && errno == EINTR);
	if (r <= 0)
		return err_set(e, -ETIMEDOUT, "the warden does not answer");
	return wire_recv(b->sock, &from_warden, e);
}

/* The warden asks once for its id maps and then says which layers it has. */
static int raise_warden(struct box_slot *b, struct err *e)
{
	for (;;) {
		int r = hear_warden(b, SET_UP_MAX_US, e);

		if (r < 0)
			return r;
		if (from_warden.type == WIRE_OK)
			return 0;
		if (from_warden.type == WIRE_ERR)
			return wire_get_err(&from_warden, e);
		if (from_warden.type != WIRE_MAP)
			return err_set(e, -EPROTO, "the warden speaks out of turn");
		r = write_maps(b->warden, e);
		wire_begin(&out, r < 0 ? WIRE_ERR : WIRE_OK, 0);
		if (r < 0)
			wire_err(&out, e);
		if (wire_send(b->sock, &out, e) < 0 || r < 0)
			return e->code;
	}
}

static int serve_open(struct err *e)
{
	static struct order_box order;
	struct box_slot *b = slots;
	int r = order_box_read(&in, &order, e);

	while (b < slots + BOXES_MAX && b->used)
		b++;
	if (b == slots + BOXES_MAX)
		return err_set(e, -EMFILE, "more than %d boxes", BOXES_MAX);
	*b = (struct box_slot){ .sock = -1, .memory_bytes = order.memory_bytes, .processes = order.processes };
	if (!r)
		r = cgroup_box_open(&groups, (uint32_t)(b - slots), order.memory_bytes, order.processes, &b->cg, e);
	if (r < 0)
		return r;
	b->used = true;
	r = make_warden(b, &order, e);
	if (!r)
		r = raise_warden(b, e);
	if (r < 0) {
		end_box(b);
		return r;
	}
	wire_begin(&out, WIRE_OK, (uint32_t)(b - slots));
	for (int i = 0; i < BOX_LAYER_COUNT; i++)
		wire_u32(&out, wire_get_bool(&from_warden));
	return wire_check(&from_warden, "layers", e);
}

/* ---- runs -------------------------------------------------------------------------------------------------------- */

/* The wall limit of the order that is being forwarded; the warden enforces it, this is the net below. */
static uint64_t patience_us(void)
{
	static struct order_run order;
	struct err ignored;
	size_t at = in.at, fd_at = in.fd_at, n_fds = in.n_fds;
	int fds[WIRE_FDS_MAX];
	int r;

	/* Read without taking: the descriptors go on to the warden. */
	memcpy(fds, in.fds, sizeof(fds));
	r = order_run_read(&in, &order, &ignored);
	memcpy(in.fds, fds, sizeof(fds));
	in.at = at, in.fd_at = fd_at, in.n_fds = n_fds, in.bad = false;
	return (r < 0 ? 0 : BOX_STARVED_FACTOR * order.limits.wall_us) + ANSWER_GRACE_US;
}

/* While a run is under way the judge may only ask to end it. -EPIPE: the judge has gone. */
static int while_running(struct box_slot *b, uint64_t until_us, struct err *e)
{
	for (;;) {
		struct pollfd fds[] = { { .fd = CLIENT_FD, .events = POLLIN }, { .fd = b->sock, .events = POLLIN } };
		uint64_t now = clock_mono_us();
		int ready = now < until_us ? poll(fds, 2, (int)((until_us - now) / 1000) + 1) : 0;

		if (ready < 0 && errno == EINTR)
			continue;
		if (ready <= 0)
			return err_set(e, -ETIMEDOUT, "the warden does not answer");
		if (fds[0].revents) {
			if (wire_recv(CLIENT_FD, &in, e) < 0)
				return e->code;
			if (in.type == WIRE_END && wire_forward(b->sock, &in, e) < 0)
				return e->code;
		}
		if (fds[1].revents)
			return wire_recv(b->sock, &from_warden, e);
	}
}

/* Memory is the kernel's word: it killed in this group, or the process's own peak is over. */
static int complete(struct box_slot *b, struct box_result *res, struct err *e)
{
	struct cgroup_usage usage;

	if (cgroup_box_read(&b->cg, &usage, e) < 0)
		return e->code;
	res->cgroup_peak_bytes = usage.peak_bytes;
	res->processes_refused = usage.forks_refused > 0;
	/*
	 * Killed, though its own limit was never met: then it was for somebody else's memory, and is nobody's
	 * verdict.
	 */
	if (usage.oom_kills && !usage.limit_hits)
		return err_set(e, -ENOMEM, "the host or the container of the judge ran out of memory");
	if (usage.oom_kills || res->peak_bytes > b->memory_bytes)
		res->end = BOX_END_MEMORY;
	/* No room even for its arguments. */
	if (res->end == BOX_END_NOT_STARTED && usage.limit_hits &&
	    (res->exec_errno == E2BIG || res->exec_errno == ENOMEM))
		res->end = BOX_END_MEMORY;
	return 0;
}

static int serve_run(struct box_slot *b, struct err *e)
{
	uint64_t until = clock_mono_us() + patience_us();
	struct box_result res;
	const void *p;
	size_t n;

	if (cgroup_box_begin(&b->cg, e) < 0 || wire_forward(b->sock, &in, e) < 0)
		return e->code;
	wire_in_clear(&in);
	if (while_running(b, until, e) < 0)
		return e->code;
	if (from_warden.type == WIRE_ERR)
		return wire_get_err(&from_warden, e);
	p = wire_get_blob(&from_warden, &n);
	if (from_warden.type != WIRE_RESULT || !p || n != sizeof(res))
		return err_set(e, -EPROTO, "the warden's result is damaged");
	memcpy(&res, p, sizeof(res));
	if (complete(b, &res, e) < 0)
		return e->code;
	wire_begin(&out, WIRE_RESULT, in.box);
	wire_blob(&out, &res, sizeof(res));
	return 0;
}

/* PUT and GET go to the warden and back as they are. */
static int serve_forward(struct box_slot *b, struct err *e)
{
	if (wire_forward(b->sock, &in, e) < 0)
		return e->code;
	wire_in_clear(&in);
	if (hear_warden(b, SET_UP_MAX_US, e) < 0)
		return e->code;
	if (from_warden.type == WIRE_ERR)
		return wire_get_err(&from_warden, e);
	wire_begin(&out, WIRE_OK, 0);
	for (size_t i = 0; i < from_warden.n_fds; i++)
		wire_fd(&out, from_warden.fds[i]);
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
	wire_u32(&out, is_root);
	wire_str(&out, groups.why_not);
	return 0;
}

static int serve_box(struct err *e)
{
	struct box_slot *b = in.box < BOXES_MAX ? &slots[in.box] : NULL;
	int r;

	if (!b || !b->used)
		return err_set(e, -EBADF, "no such box");
	if (in.type == WIRE_CLOSE) {
		end_box(b);
		wire_begin(&out, WIRE_OK, in.box);
		return 0;
	}
	if (b->dead)
		return err_set(e, -EPIPE, "the box has died");
	r = in.type == WIRE_RUN ? serve_run(b, e) : serve_forward(b, e);
	/* A warden that is gone or silent cannot be asked again; its processes end here and now. */
	if (r == -EPIPE || r == -ETIMEDOUT || r == -EPROTO) {
		struct cgroup_usage usage = { 0 };
		struct err ignored;

		b->dead = true;
		kill(b->warden, SIGKILL);
		if (cgroup_box_read(&b->cg, &usage, &ignored) < 0)
			usage.oom_kills = 0;
		err_wrap(e, "%s", usage.oom_kills ? "the kernel was out of memory" : "the box died");
	}
	return r;
}

static int serve(struct err *e)
{
	switch (in.type) {
	case WIRE_HELLO:
		return serve_hello(e);
	case WIRE_OPEN:
		return serve_open(e);
	case WIRE_PUT:
	case WIRE_GET:
	case WIRE_RUN:
	case WIRE_CLOSE:
		return serve_box(e);
	default:
		return err_set(e, -EPROTO, "unknown request");
	}
}

/* What the judge was started with bounds what a box can be given: root lifts it, others can only be told. */
static int raise_limits(struct err *e)
{
	static const int lifted[] = { RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_STACK, RLIMIT_DATA,
				      RLIMIT_AS,  RLIMIT_NPROC, RLIMIT_CORE };
	const struct rlimit none = { RLIM_INFINITY, RLIM_INFINITY };
	struct rlimit files = { FILES_WANTED, FILES_WANTED };

	for (size_t i = 0; is_root && i < sizeof(lifted) / sizeof(lifted[0]); i++)
		if (setrlimit((__rlimit_resource_t)lifted[i], &none) < 0)
			break; /* root of a container: the steps of a run name what is missing */
	if (is_root && !setrlimit(RLIMIT_NOFILE, &files))
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
	is_root = geteuid() == 0;
	if (raise_limits(e) < 0)
		return e->code;
	return is_root ? choose_ids(e) : 0;
}

int main(int argc, char **argv)
{
	struct err failed = ERR_INIT, e = ERR_INIT;

	/* The sandbox tries itself out with the one program that it can be sure of. */
	if (argc == 2 && !strcmp(argv[1], "probe"))
		return 0;
	for (int i = 0; i < CGROUP_CONTROLLERS; i++)
		groups.parent[i] = -1;
	prepare(&failed);
	while (wire_recv(CLIENT_FD, &in, &e) == 0) {
		err_clear(&e);
		/* An end that came when the run was over already; it has no answer. */
		if (in.type == WIRE_END)
			continue;
		if (failed.code)
			e = failed;
		if (failed.code || serve(&e) < 0) {
			wire_begin(&out, WIRE_ERR, in.box);
			wire_err(&out, &e);
		}
		if (wire_send(CLIENT_FD, &out, &e) < 0)
			break;
		wire_in_clear(&in);
		wire_in_clear(&from_warden);
	}
	for (int i = 0; i < BOXES_MAX; i++)
		end_box(&slots[i]);
	return 0;
}
