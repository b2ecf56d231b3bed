/*
 * The lists of system calls: to run, to compile, to run scripts, to serve.
 *
 * A list of what is allowed, not of what is forbidden: what the kernel gains tomorrow is refused today. The run list
 * is what a C program with libc needs to compute, plus what libc tries at start-up; nothing in it reaches another
 * process, a socket, a key, a mount, a namespace or a device. A call that is not listed is reported to the warden
 * with its number (SECCOMP_RET_USER_NOTIF), so that the verdict names it; it costs nothing until it happens.
 *
 * Some calls are answered with an error instead, since programs try them without need: they must not end a run, and
 * must not succeed.
 *
 * The compile list adds what compilers, assembler and linker do with files. What it does not name fails with EPERM,
 * because compilers of other versions probe for more; it protects the host as well as the other list does. The list
 * for scripts lets a program become another one: what that may do is bounded by the same list, by the mounts, which
 * have no set-user-id bits, and by the box's limits, which hold for all its processes together.
 *
 * All of them refuse socket and allow no socketpair, so boxes may share an empty network namespace.
 */
#include "sandbox/policy.h"

#include "sandbox/assemble.h"
#include "sandbox/bpf.h"
#include "sandbox/serve.h"

#include <errno.h>
#include <linux/audit.h>
#include <sched.h>
#include <seccomp.h>
#include <string.h>
#include <sys/mman.h>

#define ALLOW(name, why)                                               \
	{                                                              \
		name, POLICY_ALLOW, 0, WHEN_ALWAYS, ARG_ANY, 0, 0, why \
	}
#define ALLOW_IF(name, i, v, why)                                        \
	{                                                                \
		name, POLICY_ALLOW, 0, WHEN_ALWAYS, ARG_EQUAL, i, v, why \
	}
#define ALLOW_MANY(name, why)                                             \
	{                                                                 \
		name, POLICY_ALLOW, 0, WHEN_PROCESSES, ARG_ANY, 0, 0, why \
	}
#define FAIL(name, error, why)                                             \
	{                                                                  \
		name, POLICY_ERRNO, error, WHEN_ALWAYS, ARG_ANY, 0, 0, why \
	}

/*
 * clone(2) flags that make a namespace. A time namespace's bit, 0x80, is part of the exit signal in clone and cannot
 * be asked for there.
 */
#define CLONE_NAMESPACES \
	(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET)

/* clang-format off: an entry a line */

/* What every program needs: memory, descriptors it was given, its own signals, clocks, its end. */
static const struct policy_entry common_entries[] = {
	ALLOW_IF("execveat", 0, POLICY_EXEC_FD,
		 "the one exec that starts the program; that descriptor is gone after it"),
	ALLOW("read", "input"),
	ALLOW("readv", "input"),
	ALLOW("pread64", "input"),
	ALLOW("preadv", "input"),
	ALLOW("preadv2", "input"),
	ALLOW("write", "output"),
	ALLOW("writev", "output"),
	ALLOW("pwrite64", "output"),
	ALLOW("pwritev", "output"),
	ALLOW("pwritev2", "output"),
	ALLOW("lseek", "input and output"),
	ALLOW("_llseek", "lseek of 32-bit machines"),
	ALLOW("close", "descriptors it was given or opened"),
	ALLOW("close_range", "the same"),
	ALLOW("dup", "the same"),
	ALLOW("dup2", "the same"),
	ALLOW("dup3", "the same"),
	ALLOW("open", "only what the private root shows"),
	ALLOW("openat", "only what the private root shows"),
	ALLOW("access", "libc's start-up looks for ld.so.preload"),
	ALLOW("faccessat", "the same"),
	ALLOW("faccessat2", "the same"),
	ALLOW("stat", "files of the private root"),
	ALLOW("fstat", "stdio asks what it writes to"),
	ALLOW("lstat", "files of the private root"),
	ALLOW("newfstatat", "stdio; the loader"),
	ALLOW("fstatat64", "the same on 32-bit machines"),
	ALLOW("statx", "the same in newer libcs"),
	ALLOW("readlink", "ends in the private root"),
	ALLOW("readlinkat", "ends in the private root"),
	ALLOW("getdents64", "directories of the private root"),
	ALLOW("getcwd", "its own working directory"),
	ALLOW("munmap", "memory"),
	ALLOW("mremap", "realloc of large blocks"),
	ALLOW("mprotect", "the loader; thread stacks"),
	ALLOW("madvise", "malloc gives memory back"),
	ALLOW("msync", "memory"),
	ALLOW("mincore", "its own pages"),
	ALLOW("brk", "malloc; bounded by the memory limit"),
	ALLOW("rt_sigaction", "its own signal handlers"),
	ALLOW("rt_sigprocmask", "its own signals; longjmp"),
	ALLOW("rt_sigreturn", "return from a handler"),
	ALLOW("rt_sigpending", "its own signals"),
	ALLOW("rt_sigsuspend", "waiting; bounded by the wall limit"),
	ALLOW("rt_sigtimedwait", "waiting; bounded by the wall limit"),
	ALLOW("sigaltstack", "handlers for stack overflow"),
	ALLOW("pause", "waiting; bounded by the wall limit"),
	ALLOW("alarm", "signals to itself"),
	ALLOW("setitimer", "signals to itself"),
	ALLOW("getitimer", "its own timers"),
	ALLOW("nanosleep", "waiting; bounded by the wall limit"),
	ALLOW("clock_nanosleep", "waiting; bounded by the wall limit"),
	ALLOW("clock_gettime", "where the vDSO does not answer"),
	ALLOW("clock_getres", "clocks"),
	ALLOW("gettimeofday", "clocks"),
	ALLOW("time", "clocks"),
	ALLOW("times", "its own CPU time"),
	ALLOW("getrusage", "its own usage"),
	ALLOW_IF("prlimit64", 0, 0, "its own limits, which it can only lower; another process is another pid"),
	ALLOW("getrlimit", "its own limits"),
	ALLOW("setrlimit", "its own limits, only lower: the hard ones are set"),
	ALLOW("sched_yield", "spinning politely"),
	ALLOW("sched_getaffinity", "number of processors"),
	ALLOW("getcpu", "where the vDSO does not answer"),
	ALLOW("sysinfo", "qsort of older libcs asks for the size of memory"),
	ALLOW("uname", "the name of a box; the kernel's release"),
	ALLOW("getrandom", "seeds; malloc and stack protector of newer libcs"),
	ALLOW("getpid", "its own ids"),
	ALLOW("gettid", "its own ids"),
	ALLOW("getppid", "its own ids"),
	ALLOW("getpgrp", "its own ids"),
	ALLOW("getpgid", "its own ids"),
	ALLOW("getsid", "its own ids"),
	ALLOW("getuid", "its own ids"),
	ALLOW("geteuid", "its own ids"),
	ALLOW("getgid", "its own ids"),
	ALLOW("getegid", "its own ids"),
	ALLOW("getresuid", "its own ids"),
	ALLOW("getresgid", "its own ids"),
	ALLOW("getgroups", "its own ids"),
	ALLOW("arch_prctl", "thread pointer at start-up (x86-64)"),
	ALLOW("set_tid_address", "libc's start-up"),
	ALLOW("set_robust_list", "libc's start-up"),
	ALLOW("rseq", "libc's start-up"),
	ALLOW("futex", "locks of stdio; bounded by the wall limit"),
	ALLOW("restart_syscall", "a sleep that was interrupted"),
	ALLOW("umask", "modes of its own files"),
	ALLOW("poll", "waiting on its own descriptors"),
	ALLOW("ppoll", "waiting on its own descriptors"),
	ALLOW("select", "waiting on its own descriptors"),
	ALLOW("pselect6", "waiting on its own descriptors"),
	ALLOW("exit", "its end"),
	ALLOW("exit_group", "its end"),
	FAIL("ioctl", ENOTTY, "isatty; nothing in a box is a terminal or takes another request"),
	FAIL("prctl", EPERM, "names of threads; nothing that a program needs"),
	FAIL("clone3", ENOSYS, "its flags lie in memory, where a filter cannot look: libc falls back to clone"),
	FAIL("sched_setaffinity", EPERM, "the judge chooses the core"),
	FAIL("sched_setscheduler", EPERM, "no priority games"),
	FAIL("setpriority", EPERM, "no priority games"),
	FAIL("membarrier", ENOSYS, "libc probes for it"),
};

static const struct policy_entry descriptor_entries[] = {
	{ "fcntl", POLICY_ALLOW, 0, WHEN_ALWAYS, ARG_MASKED_ZERO, 1, ~UINT64_C(3),
	  "F_DUPFD, F_GETFD, F_SETFD, F_GETFL; locks, leases and flags stay with files that others have too" },
};

/*
 * What a server does not have: each would go from one run to the next, or reach a file of the host's (a run's input).
 */
static const struct policy_entry apart_entries[] = {
	ALLOW("mmap", "memory; bounded by the memory limit"),
	ALLOW("kill", "raise and abort; the pid namespace holds nobody else, and its init ignores signals from inside"),
	ALLOW("tkill", "the same"),
	ALLOW("tgkill", "the same"),
	ALLOW("pipe", "to itself; charged to its memory"),
	ALLOW("pipe2", "to itself; charged to its memory"),
};

/* Threads and children, where a problem allows them; their number is bounded by the pids cgroup or RLIMIT_NPROC. */
static const struct policy_entry process_entries[] = {
	{ "clone", POLICY_ALLOW, 0, WHEN_PROCESSES, ARG_MASKED_ZERO, 0, CLONE_NAMESPACES,
	  "threads and children, but no namespaces" },
	ALLOW_MANY("fork", "children"),
	ALLOW_MANY("vfork", "children"),
	ALLOW_MANY("wait4", "its children"),
	ALLOW_MANY("waitid", "its children"),
	ALLOW_MANY("setpgid", "job control among its children"),
	ALLOW_MANY("setsid", "sessions end with the box"),
};

/* What programs do with files, where there is a /work; elsewhere these fail by themselves. */
static const struct policy_entry file_entries[] = {
	ALLOW("ftruncate", "files in /work"),
	ALLOW("creat", "files in /work"),
	ALLOW("truncate", "files in /work"),
	ALLOW("fallocate", "files in /work; bounded by its quota"),
	ALLOW("unlink", "files in /work"),
	ALLOW("unlinkat", "files in /work"),
	ALLOW("rename", "files in /work"),
	ALLOW("renameat", "files in /work"),
	ALLOW("renameat2", "files in /work"),
	ALLOW("mkdir", "directories in /work; their number is bounded"),
	ALLOW("mkdirat", "the same"),
	ALLOW("rmdir", "directories in /work"),
	ALLOW("chdir", "the private root"),
	ALLOW("chmod", "its own files; the linker makes its output executable"),
	ALLOW("fchmod", "the same"),
	ALLOW("fchmodat", "the same"),
	ALLOW("utimensat", "times of its own files"),
	ALLOW("fsync", "files in /work"),
	ALLOW("fdatasync", "files in /work"),
	ALLOW("statfs", "the private root"),
	ALLOW("fstatfs", "the private root"),
};

static const struct policy_entry compile_entries[] = {
	ALLOW("fadvise64", "reading ahead"),
	ALLOW("copy_file_range", "binutils"),
	ALLOW("sendfile", "binutils"),
};

/* What a shell needs beyond a compiler's: the programs that it starts, and what those do with files in /work. */
static const struct policy_entry script_entries[] = {
	ALLOW("execve", "programs of the private root and of /work; without set-user-id, under the same filter"),
	{ "fcntl", POLICY_ALLOW, 0, WHEN_ALWAYS, ARG_MASKED_ZERO, 1, ~UINT64_C(0x407),
	  "as for all, F_DUPFD_CLOEXEC, by which cp, rm and tar walk trees, flags and locks: its files are its own" },
	ALLOW("fchdir", "the private root; cp, rm and tar walk trees so"),
	ALLOW("setresuid", "make takes its own ids before it starts something; there are no others to take"),
	ALLOW("setresgid", "the same"),
	ALLOW("symlink", "files in /work; nobody outside follows a link there"),
	ALLOW("symlinkat", "the same"),
	ALLOW("link", "files in /work"),
	ALLOW("linkat", "the same"),
};

/*
 * The forks are the warden's children; RLIMIT_NPROC lets there be one at a time, and none of its own. What an honest
 * function may miss here it finds when its run is repeated by exec (keeper/serve.c).
 */
static const struct policy_entry serve_entries[] = {
	ALLOW_IF("clone", 0, SERVE_CLONE_FLAGS, "a fork for the next run"),
	ALLOW_IF("recvmsg", 0, SERVE_TEST_FD, "the fork's input; no other socket is there, and none can be made"),
	{ "mmap", POLICY_ALLOW, 0, WHEN_ALWAYS, ARG_MASKED_ZERO, 3, MAP_SHARED,
	  "memory of its own: what is shared would go from one run to the next" },
};

/* clang-format on */

#define TABLE(entries)                                          \
	{                                                       \
		entries, sizeof(entries) / sizeof((entries)[0]) \
	}

static const struct policy policies[] = {
	[BOX_POLICY_RUN] = {
		.name = "run",
		.tables = {
			TABLE(common_entries),
			TABLE(descriptor_entries),
			TABLE(apart_entries),
			TABLE(process_entries),
			TABLE(file_entries),
		},
		.otherwise = POLICY_REPORT,
	},
	[BOX_POLICY_COMPILE] = {
		.name = "compile",
		.tables = {
			TABLE(common_entries),
			TABLE(descriptor_entries),
			TABLE(apart_entries),
			TABLE(process_entries),
			TABLE(file_entries),
			TABLE(compile_entries),
		},
		.otherwise = POLICY_ERRNO,
	},
	[BOX_POLICY_SCRIPT] = {
		.name = "script",
		.tables = {
			TABLE(common_entries),
			TABLE(apart_entries),
			TABLE(process_entries),
			TABLE(file_entries),
			TABLE(compile_entries),
			TABLE(script_entries),
		},
		.otherwise = POLICY_ERRNO,
	},
};

static const struct policy serve_policy = {
	.name = "serve",
	.tables = {
		TABLE(common_entries),
		TABLE(descriptor_entries),
		TABLE(serve_entries),
	},
	.otherwise = POLICY_REPORT,
};

const struct policy *policy_get(enum box_policy which)
{
	return &policies[which];
}

const struct policy *policy_serve(void)
{
	return &serve_policy;
}

/* ---- proof ------------------------------------------------------------------------------------------------------- */

/*
 * The program is what all else rests on: it is run, call by call, and held against the table before anybody loads it.
 */
struct proof {
	const struct policy *policy;
	bool processes;
	uint32_t arch; /* AUDIT_ARCH_*, which are libseccomp's tokens too */
	const struct sock_filter *program;
	size_t n;
};

#define CALLS_TRIED 1024 /* above every number that a kernel has */
#define X32_BIT     0x40000000

static uint32_t filter_answer(enum policy_action a, int error)
{
	static const uint32_t answers[] = {
		[POLICY_ALLOW] = SECCOMP_RET_ALLOW,
		[POLICY_ERRNO] = SECCOMP_RET_ERRNO,
		[POLICY_REPORT] = SECCOMP_RET_USER_NOTIF,
	};

	return answers[a] | (a == POLICY_ERRNO ? (uint32_t)error & SECCOMP_RET_DATA : 0);
}

static bool holds(const struct policy_entry *en, const uint64_t args[6])
{
	switch (en->arg) {
	case ARG_EQUAL:
		return args[en->index] == en->value;
	case ARG_MASKED_ZERO:
		return !(args[en->index] & en->value);
	case ARG_ANY:
		break;
	}
	return true;
}

/* Entries of one call come one after the other; the first that holds is what it gets. */
static uint32_t wanted(const struct proof *proof, const char *name, const uint64_t args[6])
{
	const struct policy *p = proof->policy;

	for (const struct policy_table *t = p->tables; name && t->entries; t++)
		for (size_t i = 0; i < t->n; i++) {
			const struct policy_entry *en = &t->entries[i];

			if (!strcmp(en->name, name) && (en->when == WHEN_ALWAYS || proof->processes) && holds(en, args))
				return filter_answer(en->action, en->error);
		}
	return filter_answer(p->otherwise, EPERM);
}

static int prove_call(const struct proof *proof, uint32_t arch, int nr, const char *name, const uint64_t args[6],
		      struct err *e)
{
	struct seccomp_data call = { .nr = nr, .arch = arch };
	uint32_t answer = 0;

	memcpy(call.args, args, sizeof(call.args));
	if (!bpf_run(proof->program, proof->n, &call, &answer) && answer == wanted(proof, name, args))
		return 0;
	return err_set(e, -EPROTO, "the seccomp program is not what the table says (call %d, answer %#x)", nr, answer);
}

/* The arguments that an entry speaks of, and their neighbours. */
static int prove_entry(const struct proof *proof, const struct policy_entry *en, struct err *e)
{
	int nr = seccomp_syscall_resolve_name_arch(proof->arch, en->name), r = 0;
	const uint64_t tried[] = {
		0, en->value, en->value + 1, en->value - 1, ~en->value, ~UINT64_C(0), en->value ^ UINT64_C(1) << 32
	};

	for (size_t i = 0; nr >= 0 && !r && i < sizeof(tried) / sizeof(tried[0]); i++) {
		uint64_t args[6] = { 0 };

		/* Registers of 32 bits have no upper half. */
		args[en->arg == ARG_ANY ? 0 : en->index] =
			proof->arch & __AUDIT_ARCH_64BIT ? tried[i] : (uint32_t)tried[i];
		r = prove_call(proof, proof->arch, nr, en->name, args, e);
	}
	return r;
}

static int prove(const struct proof *proof, struct err *e)
{
	static const uint64_t none[6];
	const struct policy *p = proof->policy;
	const char *names[CALLS_TRIED] = { NULL };
	int r = 0;

	for (const struct policy_table *t = p->tables; !r && t->entries; t++)
		for (size_t i = 0; !r && i < t->n; i++) {
			int nr = seccomp_syscall_resolve_name_arch(proof->arch, t->entries[i].name);

			if (nr >= 0 && nr < CALLS_TRIED)
				names[nr] = t->entries[i].name;
			r = prove_entry(proof, &t->entries[i], e);
		}
	/* A number of another architecture, the x32 ones among them, is that of no call in the table. */
	for (int nr = 0; !r && nr < CALLS_TRIED; nr++) {
		r = prove_call(proof, proof->arch, nr, names[nr], none, e);
		if (!r)
			r = prove_call(proof, proof->arch ^ __AUDIT_ARCH_64BIT, nr, NULL, none, e);
		if (!r && proof->arch == AUDIT_ARCH_X86_64)
			r = prove_call(proof, proof->arch, nr | X32_BIT, NULL, none, e);
	}
	return r;
}

/* ---- export ------------------------------------------------------------------------------------------------------ */

static int collect(const struct proof *proof, struct assemble_rule rules[ASSEMBLE_RULES_MAX], size_t *n, struct err *e)
{
	for (const struct policy_table *t = proof->policy->tables; t->entries; t++)
		for (size_t i = 0; i < t->n; i++) {
			const struct policy_entry *en = &t->entries[i];
			/* Negative: the architecture has no such call. */
			int nr = seccomp_syscall_resolve_name_arch(proof->arch, en->name);

			if (nr < 0 || (en->when == WHEN_PROCESSES && !proof->processes))
				continue;
			if (*n == ASSEMBLE_RULES_MAX)
				return err_set(e, -E2BIG, "more than %d calls", ASSEMBLE_RULES_MAX);
			rules[(*n)++] = (struct assemble_rule){
				.nr = (uint32_t)nr,
				.answer = filter_answer(en->action, en->error),
				.arg = en->arg,
				.index = en->index,
				.value = en->value,
				.name = en->name,
			};
		}
	return 0;
}

int policy_export(const struct policy *p, bool processes, uint32_t arch, struct buf *out, struct err *e)
{
	struct proof proof = { .policy = p, .processes = processes, .arch = arch ? arch : seccomp_arch_native() };
	const struct assemble_rest rest = { proof.arch, filter_answer(p->otherwise, EPERM) };
	struct assemble_rule rules[ASSEMBLE_RULES_MAX];
	struct sock_filter program[BPF_MAXINSNS];
	size_t n_rules = 0, room, bytes;
	int r = collect(&proof, rules, &n_rules, e);

	if (!r)
		r = assemble(rules, n_rules, &rest, program, &proof.n, e);
	proof.program = program;
	if (!r)
		r = prove(&proof, e);
	bytes = proof.n * sizeof(program[0]);
	if (!r && buf_reserve(out, bytes, &room) < 0)
		r = err_set(e, -ENOMEM, "out of memory");
	if (!r && room < bytes)
		r = err_set(e, -EMSGSIZE, "no room for a seccomp program of %zu bytes", bytes);
	if (!r)
		buf_append(out, program, bytes);
	return r < 0 ? err_wrap(e, "policy %s", p->name) : 0;
}

void policy_call_name(uint32_t arch, int nr, char out[32])
{
	char *name;

	/* x32 shares the architecture's token and marks the number instead. */
	if (arch == AUDIT_ARCH_X86_64 && nr & X32_BIT)
		arch = SCMP_ARCH_X32;
	name = seccomp_syscall_resolve_num_arch(arch, nr);
	snprintf(out, 32, "%s", name ? name : "");
	free(name);
}
