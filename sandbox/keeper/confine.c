/*
 * The last steps before a program that is not trusted runs: one list, in the only order that works, each with a name.
 * A step that fails ends the child with an error that says which; there is no way past a step.
 *
 * The order: what needs rights comes first (the cgroup), then the ids go, then the capabilities, then what needs
 * no_new_privs (landlock, seccomp); the filter is last but for the limit of descriptors, so that it need not allow
 * any of the calls above. What a fork inherits is done once by the warden: namespaces, root, bounding set,
 * no_new_privs.
 *
 * This runs in a child of vfork's kind: the memory is the warden's. It allocates nothing, calls the kernel directly
 * where glibc would keep state (set*id), and leaves nothing behind but struct confinement.
 */
#include "sandbox/keeper/warden.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbox/base/clock.h"
#include "sandbox/policy.h"

/*
 * Room for the loader, libraries and what libc reserves, where only the address space can be bounded (no memory
 * cgroup).
 */
#define ADDRESS_SLACK_BYTES (UINT64_C(64) << 20)
#define DATA_SLACK_BYTES    (UINT64_C(8) << 20)

static int step_cgroup(struct confinement *c)
{
	for (int i = 0; i < CGROUP_CONTROLLERS; i++)
		if (c->w->meter.procs[i] >= 0 && pwrite(c->w->meter.procs[i], "0", 1, 0) != 1)
			return err_errno(&c->err, "enter the control group");
	return 0;
}

/* dup2 leaves the copies open over the exec; everything else of the table is close-on-exec. */
static int step_streams(struct confinement *c)
{
	const struct order_streams *streams = &c->order->streams;

	for (size_t i = 0; i < streams->n; i++) {
		int fd = streams->at[i].fd < 0 ? c->w->null_fd : streams->at[i].fd;

		if (dup2(fd, streams->at[i].box_fd) < 0)
			return err_errno(&c->err, "stream %d", streams->at[i].box_fd);
	}
	return 0;
}

static int set_limit(struct confinement *c, int which, const char *name, uint64_t soft, uint64_t hard)
{
	struct rlimit l = { soft, hard }, now;

	if (!setrlimit((__rlimit_resource_t)which, &l))
		return 0;
	if (errno == EPERM && !getrlimit((__rlimit_resource_t)which, &now))
		return err_set(&c->err, -EPERM,
			       "the judge was started with a hard limit of %llu for %s and needs %llu (see ulimit -H)",
			       (unsigned long long)now.rlim_max, name, (unsigned long long)hard);
	return err_errno(&c->err, "setrlimit %s", name);
}

/*
 * The seconds after which the kernel ends a process, should nobody else: a whole one more than the limit, for the
 * signal, and another.
 */
static uint64_t cpu_seconds(uint64_t limit_us)
{
	uint64_t enough = limit_us / 1000000 + 1, wanted = enough + 2;
	struct rlimit now;

	if (!getrlimit(RLIMIT_CPU, &now) && now.rlim_max < wanted && now.rlim_max >= enough)
		return now.rlim_max;
	return wanted;
}

/* Where the kernel's count is coarse or missing these are the enforcement, elsewhere a second net. */
static int step_limits(struct confinement *c)
{
	const struct box_limits *l = &c->order->limits;
	const struct order_box *box = c->w->order;
	uint64_t cpu_s = cpu_seconds(l->cpu_us);
	bool bound_addresses = !c->w->have[BOX_LAYER_CGROUP_MEMORY] && !box->no_address_limit;
	/* Without a writable place there is no file to bound. */
	uint64_t file_bytes = c->w->work_dir < 0 ? 0 : l->file_bytes;
	int r = 0;

	/*
	 * The clocks are watched outside, and this fires only if the watcher cannot. A process that has such a limit
	 * has a clock that moves in ticks, for the kernel then reads what it counted for the limit; so one that is
	 * alone, and cannot run away, is watched without.
	 */
	if (box->processes > 1)
		r = set_limit(c, RLIMIT_CPU, "CPU", cpu_s, cpu_s);
	if (!r)
		r = set_limit(c, RLIMIT_FSIZE, "FSIZE", file_bytes, file_bytes);
	if (!r)
		r = set_limit(c, RLIMIT_STACK, "STACK", l->stack_bytes, l->stack_bytes);
	/*
	 * Not 0: that would still start the host's helper where core_pattern is a pipe; 1 stops both kinds (core(5)).
	 */
	if (!r)
		r = set_limit(c, RLIMIT_CORE, "CORE", 1, 1);
	if (!r)
		r = set_limit(c, RLIMIT_MEMLOCK, "MEMLOCK", 0, 0);
	if (!r)
		r = set_limit(c, RLIMIT_MSGQUEUE, "MSGQUEUE", 0, 0);
	/*
	 * Where the kernel counts processes by group, that says more (it tells that one was refused). The limit
	 * counts an id within its user namespace since Linux 5.14; an id that is the warden's too has one process
	 * more. A server's fork is bounded in both ways: it is in the group of a box that has room for both.
	 */
	if (!r && (c->serve || (box->processes > 1 && !c->w->have[BOX_LAYER_CGROUP_PIDS]))) {
		uint64_t n = box->processes + c->serve + !c->w->have[BOX_LAYER_TWO_IDS];

		r = set_limit(c, RLIMIT_NPROC, "NPROC", n, n);
	}
	/* Above the limit, so that who fills all that there is has met it, whatever lies untouched beside that. */
	if (!r && bound_addresses)
		r = set_limit(c, RLIMIT_DATA, "DATA", box->memory_bytes + DATA_SLACK_BYTES,
			      box->memory_bytes + DATA_SLACK_BYTES);
	if (!r && bound_addresses)
		r = set_limit(c, RLIMIT_AS, "AS", box->memory_bytes + l->stack_bytes + ADDRESS_SLACK_BYTES,
			      box->memory_bytes + l->stack_bytes + ADDRESS_SLACK_BYTES);
	return r;
}

static int step_addresses(struct confinement *c)
{
	if (c->order->fixed_addresses && personality(ADDR_NO_RANDOMIZE) < 0)
		return err_errno(&c->err, "personality");
	return 0;
}

/* The raw calls: glibc's wrappers would signal "all threads", which are the warden's memory here. */
static int step_ids(struct confinement *c)
{
	if (!c->w->have[BOX_LAYER_TWO_IDS])
		return 0;
	const gid_t gid = c->w->uid_program;
	const uid_t uid = c->w->uid_program;

	if (syscall(SYS_setresgid, gid, gid, gid) < 0)
		return err_errno(&c->err, "setresgid");
	if (syscall(SYS_setresuid, uid, uid, uid) < 0)
		return err_errno(&c->err, "setresuid");
	return 0;
}

static int step_capabilities(struct confinement *c)
{
	struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct none[2] = { 0 };

	if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0)
		return err_errno(&c->err, "clear ambient capabilities");
	if (syscall(SYS_capset, &head, none) < 0)
		return err_errno(&c->err, "capset");
	return 0;
}

static int step_no_new_privs(struct confinement *c)
{
	if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1)
		return err_set(&c->err, -EPERM, "no_new_privs is not set");
	return 0;
}

static int step_landlock(struct confinement *c)
{
	if (c->w->landlock >= 0 && syscall(SYS_landlock_restrict_self, c->w->landlock, 0) < 0)
		return err_errno(&c->err, "landlock_restrict_self");
	return 0;
}

static int step_directory(struct confinement *c)
{
	const char *given = c->order->directory;

	if (chdir(*given ? given : c->w->work_dir >= 0 ? "/work" : "/") < 0)
		return err_errno(&c->err, "chdir");
	return 0;
}

/* The warden blocks all signals; a program must start with none blocked. Handlers it has none. */
static int step_signals(struct confinement *c)
{
	sigset_t none;

	sigemptyset(&none);
	if (sigprocmask(SIG_SETMASK, &none, NULL) < 0)
		return err_errno(&c->err, "sigprocmask");
	return 0;
}

static int step_seccomp(struct confinement *c)
{
	unsigned flags = c->w->order->listener ? SECCOMP_FILTER_FLAG_NEW_LISTENER : 0;
	const struct order_filter *f = c->serve ? &c->w->order->serve_filter : &c->w->order->filter;
	const struct sock_fprog program = { (unsigned short)(f->bytes / sizeof(struct sock_filter)),
					    (struct sock_filter *)(uintptr_t)f->bpf };
	long r = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);

	if (r < 0)
		return err_errno(&c->err, "load the filter of system calls");
	if (flags)
		c->listener = (int)r;
	return 0;
}

/* Behind the filter, since the listener's number may lie above this limit; both lists let a process lower its own. */
static int step_open_files(struct confinement *c)
{
	return set_limit(c, RLIMIT_NOFILE, "NOFILE", c->order->limits.open_files, c->order->limits.open_files);
}

static int step_exec(struct confinement *c)
{
	c->exec_us = clock_mono_us();
	syscall(SYS_execveat, POLICY_EXEC_FD, "", c->order->argv, c->order->envp, AT_EMPTY_PATH);
	c->exec_errno = errno;
	return err_errno(&c->err, "exec %s", c->order->program);
}

static const struct {
	const char *name;
	int (*run)(struct confinement *c);
} steps[] = {
	{ "control group", step_cgroup },
	{ "streams", step_streams },
	{ "limits", step_limits },
	{ "address layout", step_addresses },
	{ "ids", step_ids },
	{ "capabilities", step_capabilities },
	{ "no new privileges", step_no_new_privs },
	{ "landlock", step_landlock },
	{ "directory", step_directory },
	{ "signals", step_signals },
	{ "seccomp", step_seccomp },
	{ "open files", step_open_files },
	{ "exec", step_exec },
};

int confine_and_exec(void *confinement)
{
	struct confinement *c = confinement;

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (steps[i].run(c) < 0) {
			err_wrap(&c->err, "%s", steps[i].name);
			break;
		}
	/* Behind the filter a failed exec may not even exit the ordinary way; both calls are on both lists. */
	syscall(SYS_exit_group, 127);
	__builtin_unreachable();
}
