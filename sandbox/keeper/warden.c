/*
 * The warden: makes the box around itself, then serves the judge's messages one by one.
 *
 * It is born in namespaces of its own, in a copy of a stage (stage.c) and in a user namespace in which the host's
 * root does not exist; it waits until the keeper has written which ids there are. Under root it takes the one id, the
 * program gets the other. Where root itself may make no user namespace, it takes an unprivileged id of the host.
 *
 * What the warden keeps: the capabilities to change to the program's id, to signal it and to clean up its files, in
 * its own user namespace only. It is not dumpable, ignores every signal from inside (pid 1, no handlers) and never
 * runs another program's code.
 */
#include "sandbox/keeper/warden.h"

#include "sandbox/base/cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/keyctl.h>
#include <linux/landlock.h>
#include <linux/sched.h>
#include <linux/securebits.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct wire_out out;
static struct wire_in in;

/* ---- descriptors ------------------------------------------------------------------------------------------------- */

static int lift_fd(int *fd, struct err *e)
{
	int high;

	if (*fd < 0)
		return 0;
	high = fcntl(*fd, F_DUPFD_CLOEXEC, WARDEN_FD_MIN);
	if (high < 0)
		return err_errno(e, "dup");
	close(*fd);
	*fd = high;
	return 0;
}

#define MINE_MAX (1 + CGROUP_CONTROLLERS + CGROUP_COUNTERS)

/* Everything that came from the keeper and is ours, -1 for what is not there. */
static void list_own(struct warden *w, int *mine[MINE_MAX])
{
	size_t n = 0;

	mine[n++] = &w->sock;
	for (int i = 0; i < CGROUP_CONTROLLERS; i++)
		mine[n++] = &w->meter.procs[i];
	for (int i = 0; i < CGROUP_COUNTERS; i++)
		mine[n++] = &w->meter.counters[i];
}

/* Own descriptors high, null on the low ones, nothing else. Everything is close-on-exec. */
static int step_descriptors(struct warden *w, struct err *e)
{
	int *mine[MINE_MAX];
	int top = WARDEN_FD_MIN;

	list_own(w, mine);
	for (size_t i = 0; i < MINE_MAX; i++) {
		if (lift_fd(mine[i], e) < 0)
			return e->code;
		if (*mine[i] >= top)
			top = *mine[i] + 1;
	}
	if (syscall(SYS_close_range, 0, WARDEN_FD_MIN - 1, 0) < 0 || syscall(SYS_close_range, top, ~0u, 0) < 0)
		return err_errno(e, "close_range");
	/* Between our own lie the keeper's: directories outside, other boxes' sockets. */
	for (int fd = WARDEN_FD_MIN; fd < top; fd++) {
		bool is_mine = false;

		for (size_t i = 0; i < MINE_MAX; i++)
			is_mine |= *mine[i] == fd;
		if (!is_mine)
			close(fd);
	}
	w->null_fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (w->null_fd < 0 || lift_fd(&w->null_fd, e) < 0)
		return err_errno(e, "/dev/null");
	for (int fd = 0; fd < BOX_STREAMS_MAX; fd++)
		if (dup3(w->null_fd, fd, O_CLOEXEC) < 0)
			return err_errno(e, "dup");
	return 0;
}

/* ---- steps ------------------------------------------------------------------------------------------------------- */

/* Cleared by every change of ids, so asked for again behind it. */
static int die_with_keeper(struct err *e)
{
	return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0 ? err_errno(e, "PR_SET_PDEATHSIG") : 0;
}

#define SLICE_NS 100000 /* the least that a kernel grants */

/*
 * Among hundreds of processes that spin the warden is to have the processor soon when a limit is met, for a moment: it
 * asks for short slices, which kernels from 6.12 on grant anybody (sched(7), sched_setattr(2)). What it starts does
 * not inherit them. One process alone never crowds it out, and each run would pay for the changes. Older ones refuse
 * or do nothing: that costs promptness only.
 */
static void ask_for_short_slices(void)
{
	const struct {
		uint32_t size, policy;
		uint64_t flags;
		int32_t nice;
		uint32_t priority;
		uint64_t runtime_ns, deadline_ns, period_ns;
	} attr = {
		.size = sizeof(attr),
		.flags = SCHED_FLAG_RESET_ON_FORK,
		.nice = getpriority(PRIO_PROCESS, 0),
		.runtime_ns = SLICE_NS,
	};

	syscall(SYS_sched_setattr, 0, &attr, 0);
}

static int step_parent(struct warden *w, struct err *e)
{
	sigset_t all;

	sigfillset(&all);
	if (sigprocmask(SIG_SETMASK, &all, NULL) < 0 || setsid() < 0)
		return err_errno(e, "session");
	if (w->order->processes > 1)
		ask_for_short_slices();
	umask(022);
	return die_with_keeper(e);
}

/* The keeper writes the id maps; before that this process is nobody. */
static int step_maps(struct warden *w, struct err *e)
{
	int r = wire_recv(w->sock, &in, e);

	return r ? r : in.type == WIRE_OK ? 0 : err_set(e, -EPROTO, "the keeper speaks out of turn");
}

/* Without a user namespace the capabilities that stay are the host's, but bounded below. */
static int step_ids(struct warden *w, struct err *e)
{
	if (!w->two_ids)
		return 0;
	if (!w->have[BOX_LAYER_USER_NS] && prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) < 0)
		return err_errno(e, "PR_SET_KEEPCAPS");
	if (setgroups(0, NULL) < 0)
		return err_errno(e, "setgroups");
	if (setresgid(w->uid_warden, w->uid_warden, w->uid_warden) < 0 ||
	    setresuid(w->uid_warden, w->uid_warden, w->uid_warden) < 0)
		return err_errno(e, "take the warden's id");
	return 0;
}

/*
 * Into the pids group of version 1 goes the warden itself, once, and its children with it. Into the others a program
 * goes alone: the kernel must never choose the warden when memory is out. How much CPU time one process used the
 * kernel says without a group.
 */
static int step_cgroup(struct warden *w, struct err *e)
{
	int *pids = &w->meter.procs[CGROUP_PIDS], *cpu = &w->meter.procs[CGROUP_CPU];

	if (*pids >= 0 && write(*pids, "0", 1) != 1)
		return err_errno(e, "enter the group");
	fd_close(pids);
	if (w->order->processes == 1)
		fd_close(cpu);
	return cgroup_meter_begin(&w->meter, e);
}

/* Keys that a program leaves in an inherited session keyring would be found by the next one. */
static int step_keyring(struct warden *w, struct err *e)
{
	(void)w;
	if (syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL) < 0 && errno != ENOSYS)
		return err_errno(e, "new session keyring");
	return 0;
}

/* Landlock's constants of newer kernels than the headers here may know. */
#define LL_FS_READ_WRITE_V1 ((1u << 13) - 1)
#define LL_FS_REFER         (1u << 13) /* ABI 2 */
#define LL_FS_TRUNCATE      (1u << 14) /* ABI 3 */
#define LL_FS_IOCTL_DEV     (1u << 15) /* ABI 5 */
#define LL_FS_LOOK          (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define LL_NET_ALL          3u /* ABI 4: bind and connect of TCP */
#define LL_SCOPE_ALL        3u /* ABI 6: abstract sockets, signals */

struct ll_attr {
	uint64_t fs, net, scoped;
};

static int ll_allow(int ruleset, const char *path, uint64_t access, struct err *e)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = access };
	cleanup_fd int fd = open(path, O_PATH | O_CLOEXEC);

	rule.parent_fd = fd;
	if (fd < 0 || syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) < 0)
		return err_errno(e, "landlock rule for %s", path);
	return 0;
}

/* The files once more, by a mechanism that does not know of mounts: a hole in one is none in the other. */
static int step_landlock(struct warden *w, struct err *e)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	struct ll_attr attr = { .fs = LL_FS_READ_WRITE_V1 };
	cleanup_fd int ruleset = -1;
	size_t size = sizeof(uint64_t);

	if (abi < 1)
		return 0;
	attr.fs |= (abi >= 2 ? LL_FS_REFER : 0) | (abi >= 3 ? LL_FS_TRUNCATE : 0) | (abi >= 5 ? LL_FS_IOCTL_DEV : 0);
	if (abi >= 4)
		attr.net = LL_NET_ALL, size = 2 * sizeof(uint64_t);
	if (abi >= 6)
		attr.scoped = LL_SCOPE_ALL, size = 3 * sizeof(uint64_t);
	ruleset = (int)syscall(SYS_landlock_create_ruleset, &attr, size, 0);
	if (ruleset < 0)
		return err_errno(e, "landlock ruleset");
	if (ll_allow(ruleset, "/", LL_FS_LOOK, e) < 0)
		return e->code;
	if (ll_allow(ruleset, "/dev", LANDLOCK_ACCESS_FS_WRITE_FILE | (attr.fs & LL_FS_TRUNCATE), e) < 0)
		return e->code;
	if (w->work_dir >= 0 &&
	    ll_allow(ruleset, "/work", attr.fs & ~(uint64_t)(LANDLOCK_ACCESS_FS_EXECUTE | LL_FS_IOCTL_DEV), e) < 0)
		return e->code;
	w->landlock = steal_fd(&ruleset);
	w->have[BOX_LAYER_LANDLOCK] = true;
	return 0;
}

#define CAP_BIT(cap) (1u << (cap))
#define KEPT         (CAP_BIT(CAP_SETUID) | CAP_BIT(CAP_SETGID) | CAP_BIT(CAP_KILL) | CAP_BIT(CAP_DAC_OVERRIDE))

/* The kernel knows none behind its last one (EINVAL), which is at least this. */
static int drop_bounding_set(struct err *e)
{
	for (int cap = 0;; cap++) {
		if (!prctl(PR_CAPBSET_DROP, cap, 0, 0, 0))
			continue;
		if (errno == EINVAL && cap > CAP_AUDIT_READ)
			return 0;
		return err_errno(e, "drop capability %d from the bounding set", cap);
	}
}

/*
 * The bounding set and the securebits are inherited by every program: no exec gives anything back, not even to uid 0.
 */
static int step_capabilities(struct warden *w, struct err *e)
{
	struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct kept[2] = { { KEPT, KEPT, 0 }, { 0, 0, 0 } };
	struct __user_cap_data_struct all[2];

	(void)w;
	/* After setresuid without a namespace only the permitted set survived. */
	if (syscall(SYS_capget, &head, all) < 0)
		return err_errno(e, "capget");
	all[0].effective = all[0].permitted, all[1].effective = all[1].permitted;
	if (syscall(SYS_capset, &head, all) < 0)
		return err_errno(e, "capset");
	if (drop_bounding_set(e) < 0)
		return e->code;
	if (prctl(PR_SET_SECUREBITS,
		  SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_NO_CAP_AMBIENT_RAISE |
			  SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED,
		  0, 0, 0) < 0)
		return err_errno(e, "PR_SET_SECUREBITS");
	if (syscall(SYS_capset, &head, kept) < 0)
		return err_errno(e, "capset");
	return 0;
}

static int step_no_new_privs(struct warden *w, struct err *e)
{
	(void)w;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
		return err_errno(e, "no_new_privs");
	return die_with_keeper(e);
}

static const struct {
	const char *name;
	int (*run)(struct warden *w, struct err *e);
} steps[] = {
	{ "parent", step_parent },
	{ "descriptors", step_descriptors },
	{ "id maps", step_maps },
	{ "control group", step_cgroup },
	{ "keyring", step_keyring },
	{ "private root", rootfs_build },
	{ "ids", step_ids },
	{ "landlock", step_landlock },
	{ "capabilities", step_capabilities },
	{ "no new privileges", step_no_new_privs },
};

/* ---- serving ----------------------------------------------------------------------------------------------------- */

static int put_file(struct warden *w, struct err *e)
{
	const char *name = wire_get_str(&in);
	const bool may_replace = wire_get_bool(&in);
	cleanup_fd int fd = wire_get_fd(&in);

	if (wire_check(&in, "put", e) < 0 || files_put(w, name, fd, may_replace, e) < 0)
		return e->code;
	wire_begin(&out, WIRE_OK, in.box);
	return 0;
}

static int get_file(struct warden *w, int *fd, struct err *e)
{
	const char *name = wire_get_str(&in);
	const bool take = wire_get_bool(&in);

	if (wire_check(&in, "get", e) < 0)
		return e->code;
	*fd = files_get(w, name, take, e);
	if (*fd < 0)
		return *fd;
	wire_begin(&out, WIRE_OK, in.box);
	wire_fd(&out, *fd);
	return 0;
}

static void answer_result(const struct box_result *result)
{
	wire_begin(&out, WIRE_RESULT, in.box);
	wire_blob(&out, result, sizeof(*result));
}

static int order_run(struct warden *w, struct err *e)
{
	static struct order_run order;
	struct box_result result;
	int r = order_run_read(&in, &order, e);

	if (r < 0)
		return r;
	r = run_program(w, &order, &result, e);
	/* Before the answer: the reader of a stream waits for its last end to close. */
	order_streams_clear(&order.streams);
	if (!r)
		answer_result(&result);
	return r;
}

static int order_serve(struct warden *w, struct err *e)
{
	static struct order_run order;
	char irregular[BOX_IRREGULAR_MAX] = "";
	int r = order_run_read(&in, &order, e);

	if (r < 0)
		return r;
	order_streams_clear(&order.streams);
	r = serve_start(w, &order, irregular, e);
	wire_begin(&out, WIRE_OK, in.box);
	wire_str(&out, irregular);
	return r < 0 ? r : 0;
}

static int order_test(struct warden *w, struct err *e)
{
	struct order_streams streams;
	struct box_result result;
	char irregular[BOX_IRREGULAR_MAX] = "";
	int r = order_streams_read(&in, &streams, e);

	if (r < 0)
		return r;
	r = serve_run(w, &streams, &result, irregular, e);
	order_streams_clear(&streams);
	if (!r) {
		answer_result(&result);
	} else if (r > 0) {
		wire_begin(&out, WIRE_IRREGULAR, in.box);
		wire_str(&out, irregular);
	}
	return r < 0 ? r : 0;
}

static int order_one(struct warden *w, int *fd, struct err *e)
{
	switch (in.type) {
	case WIRE_PUT:
		return put_file(w, e);
	case WIRE_GET:
		return get_file(w, fd, e);
	case WIRE_RUN:
		return order_run(w, e);
	case WIRE_SERVE:
		return order_serve(w, e);
	case WIRE_TEST:
		return order_test(w, e);
	default:
		return err_set(e, -EPROTO, "unknown message");
	}
}

static int serve_one(struct warden *w, struct err *e)
{
	cleanup_fd int fd = -1;

	err_clear(e);
	/* Came after the run was over. */
	if (in.type == WIRE_END || in.type == WIRE_TELL)
		return 0;
	if (order_one(w, &fd, e) < 0) {
		wire_begin(&out, WIRE_ERR, in.box);
		wire_err(&out, e);
	}
	return wire_send(w->sock, &out, e);
}

static int set_up(struct warden *w, struct err *e)
{
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (steps[i].run(w, e) < 0)
			return err_wrap(e, "%s", steps[i].name);
	return 0;
}

_Noreturn void warden_main(struct warden *w, const struct cgroup_meter *meter)
{
	struct err e = ERR_INIT;

	w->meter = *meter;
	w->null_fd = w->box_dir = w->work_dir = w->landlock = -1;
	if (set_up(w, &e) < 0) {
		wire_begin(&out, WIRE_ERR, 0);
		wire_err(&out, &e);
		_exit(wire_send(w->sock, &out, &e) < 0 ? 2 : 1);
	}
	wire_begin(&out, WIRE_OK, 0);
	for (int i = 0; i < BOX_LAYER_COUNT; i++)
		wire_u32(&out, w->have[i]);
	if (wire_send(w->sock, &out, &e) < 0)
		_exit(2);
	/*
	 * The keeper ends this process when the box is closed, and the kernel when the keeper goes; it ends by itself
	 * when there is nobody to order anything. The whole namespace ends with it.
	 */
	while (wire_recv(w->sock, &in, &e) == 0)
		if (serve_one(w, &e) < 0)
			break;
	_exit(0);
}
