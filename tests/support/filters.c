/*
 * The list, in the order of x86-64's numbers. The kernel has these in arch/x86/entry/syscalls/syscall_64.tbl, those of
 * aarch64 in include/uapi/asm-generic/unistd.h.
 *
 * There are none of i386 and x32: a filter for x86-64 meets their programs as another architecture and as numbers above
 * 0x40000000, and knows no call of them.
 */
#include "tests/support/filters.h"

#include "sandbox/bpf.h"

#include <errno.h>
#include <linux/audit.h>
#include <string.h>

enum {
	NONE = CALL_NONE,
	COMMON = CALLS_COMMON,
	PROCESSES = CALLS_PROCESSES,
	COMPILE = CALLS_COMPILE,
	SERVE = CALLS_SERVE,
	APART = CALLS_APART,
	SCRIPT = CALLS_SCRIPT,
	DESCRIPTOR = CALLS_DESCRIPTOR,
};

/* A rule over all 64 bits of an argument; the bits of clone's are CLONE_NEWNS, CGROUP, UTS, IPC, USER, PID and NET. */
#define ALL_BITS       UINT64_MAX
#define NAMESPACE_BITS 0x7e020000

#define ALLOW(name, x86_64, aarch64, sets)              \
	{                                               \
		name, x86_64, aarch64, sets, 0, 0, 0, 0 \
	}
#define ALLOW_IF(name, x86_64, aarch64, sets, index, mask, value)  \
	{                                                          \
		name, x86_64, aarch64, sets, 0, index, mask, value \
	}
#define FAIL(name, x86_64, aarch64, sets, error)            \
	{                                                   \
		name, x86_64, aarch64, sets, error, 0, 0, 0 \
	}

/* clang-format off: a call a line */
const struct expected_call expected_calls[] = {
	ALLOW("read", 0, 63, COMMON),
	ALLOW("write", 1, 64, COMMON),
	ALLOW("open", 2, NONE, COMMON),
	ALLOW("close", 3, 57, COMMON),
	ALLOW("stat", 4, NONE, COMMON),
	ALLOW("fstat", 5, 80, COMMON),
	ALLOW("lstat", 6, NONE, COMMON),
	ALLOW("poll", 7, NONE, COMMON),
	ALLOW("lseek", 8, 62, COMMON),
	ALLOW("mmap", 9, 222, APART),
	ALLOW_IF("mmap", 9, 222, SERVE, 3, 1, 0),
	ALLOW("mprotect", 10, 226, COMMON),
	ALLOW("munmap", 11, 215, COMMON),
	ALLOW("brk", 12, 214, COMMON),
	ALLOW("rt_sigaction", 13, 134, COMMON),
	ALLOW("rt_sigprocmask", 14, 135, COMMON),
	ALLOW("rt_sigreturn", 15, 139, COMMON),
	FAIL("ioctl", 16, 29, COMMON, ENOTTY),
	ALLOW("pread64", 17, 67, COMMON),
	ALLOW("pwrite64", 18, 68, COMMON),
	ALLOW("readv", 19, 65, COMMON),
	ALLOW("writev", 20, 66, COMMON),
	ALLOW("access", 21, NONE, COMMON),
	ALLOW("pipe", 22, NONE, APART),
	ALLOW("select", 23, NONE, COMMON),
	ALLOW("sched_yield", 24, 124, COMMON),
	ALLOW("mremap", 25, 216, COMMON),
	ALLOW("msync", 26, 227, COMMON),
	ALLOW("mincore", 27, 232, COMMON),
	ALLOW("madvise", 28, 233, COMMON),
	ALLOW("dup", 32, 23, COMMON),
	ALLOW("dup2", 33, NONE, COMMON),
	ALLOW("pause", 34, NONE, COMMON),
	ALLOW("nanosleep", 35, 101, COMMON),
	ALLOW("getitimer", 36, 102, COMMON),
	ALLOW("alarm", 37, NONE, COMMON),
	ALLOW("setitimer", 38, 103, COMMON),
	ALLOW("getpid", 39, 172, COMMON),
	ALLOW("sendfile", 40, 71, COMPILE),
	ALLOW_IF("recvmsg", 47, 212, SERVE, 0, ALL_BITS, 7),
	ALLOW_IF("clone", 56, 220, PROCESSES, 0, NAMESPACE_BITS, 0),
	ALLOW_IF("clone", 56, 220, SERVE, 0, ALL_BITS, 0x8011),
	ALLOW("fork", 57, NONE, PROCESSES),
	ALLOW("vfork", 58, NONE, PROCESSES),
	ALLOW("execve", 59, 221, SCRIPT),
	ALLOW("exit", 60, 93, COMMON),
	ALLOW("wait4", 61, 260, PROCESSES),
	ALLOW("kill", 62, 129, APART),
	ALLOW("uname", 63, 160, COMMON),
	ALLOW_IF("fcntl", 72, 25, DESCRIPTOR, 1, ~UINT64_C(3), 0),
	ALLOW_IF("fcntl", 72, 25, SCRIPT, 1, ~UINT64_C(0x407), 0),
	ALLOW("fsync", 74, 82, APART),
	ALLOW("fdatasync", 75, 83, APART),
	ALLOW("truncate", 76, 45, APART),
	ALLOW("ftruncate", 77, 46, APART),
	ALLOW("getcwd", 79, 17, COMMON),
	ALLOW("chdir", 80, 49, APART),
	ALLOW("fchdir", 81, 50, SCRIPT),
	ALLOW("rename", 82, NONE, APART),
	ALLOW("mkdir", 83, NONE, APART),
	ALLOW("rmdir", 84, NONE, APART),
	ALLOW("creat", 85, NONE, APART),
	ALLOW("link", 86, NONE, SCRIPT),
	ALLOW("unlink", 87, NONE, APART),
	ALLOW("symlink", 88, NONE, SCRIPT),
	ALLOW("readlink", 89, NONE, COMMON),
	ALLOW("chmod", 90, NONE, APART),
	ALLOW("fchmod", 91, 52, APART),
	ALLOW("umask", 95, 166, COMMON),
	ALLOW("gettimeofday", 96, 169, COMMON),
	ALLOW("getrlimit", 97, 163, COMMON),
	ALLOW("getrusage", 98, 165, COMMON),
	ALLOW("sysinfo", 99, 179, COMMON),
	ALLOW("times", 100, 153, COMMON),
	ALLOW("getuid", 102, 174, COMMON),
	ALLOW("getgid", 104, 176, COMMON),
	ALLOW("geteuid", 107, 175, COMMON),
	ALLOW("getegid", 108, 177, COMMON),
	ALLOW("setpgid", 109, 154, PROCESSES),
	ALLOW("getppid", 110, 173, COMMON),
	ALLOW("getpgrp", 111, NONE, COMMON),
	ALLOW("setsid", 112, 157, PROCESSES),
	ALLOW("getgroups", 115, 158, COMMON),
	ALLOW("setresuid", 117, 147, SCRIPT),
	ALLOW("getresuid", 118, 148, COMMON),
	ALLOW("setresgid", 119, 149, SCRIPT),
	ALLOW("getresgid", 120, 150, COMMON),
	ALLOW("getpgid", 121, 155, COMMON),
	ALLOW("getsid", 124, 156, COMMON),
	ALLOW("rt_sigpending", 127, 136, COMMON),
	ALLOW("rt_sigtimedwait", 128, 137, COMMON),
	ALLOW("rt_sigsuspend", 130, 133, COMMON),
	ALLOW("sigaltstack", 131, 132, COMMON),
	ALLOW("statfs", 137, 43, APART),
	ALLOW("fstatfs", 138, 44, APART),
	FAIL("setpriority", 141, 140, COMMON, EPERM),
	FAIL("sched_setscheduler", 144, 119, COMMON, EPERM),
	FAIL("prctl", 157, 167, COMMON, EPERM),
	ALLOW("arch_prctl", 158, NONE, COMMON),
	ALLOW("setrlimit", 160, 164, COMMON),
	ALLOW("gettid", 186, 178, COMMON),
	ALLOW("tkill", 200, 130, APART),
	ALLOW("time", 201, NONE, COMMON),
	ALLOW("futex", 202, 98, COMMON),
	FAIL("sched_setaffinity", 203, 122, COMMON, EPERM),
	ALLOW("sched_getaffinity", 204, 123, COMMON),
	ALLOW("getdents64", 217, 61, COMMON),
	ALLOW("set_tid_address", 218, 96, COMMON),
	ALLOW("restart_syscall", 219, 128, COMMON),
	ALLOW("fadvise64", 221, 223, COMPILE),
	ALLOW("clock_gettime", 228, 113, COMMON),
	ALLOW("clock_getres", 229, 114, COMMON),
	ALLOW("clock_nanosleep", 230, 115, COMMON),
	ALLOW("exit_group", 231, 94, COMMON),
	ALLOW("tgkill", 234, 131, APART),
	ALLOW("waitid", 247, 95, PROCESSES),
	ALLOW("openat", 257, 56, COMMON),
	ALLOW("mkdirat", 258, 34, APART),
	ALLOW("newfstatat", 262, 79, COMMON),
	ALLOW("unlinkat", 263, 35, APART),
	ALLOW("renameat", 264, 38, APART),
	ALLOW("linkat", 265, 37, SCRIPT),
	ALLOW("symlinkat", 266, 36, SCRIPT),
	ALLOW("readlinkat", 267, 78, COMMON),
	ALLOW("fchmodat", 268, 53, APART),
	ALLOW("faccessat", 269, 48, COMMON),
	ALLOW("pselect6", 270, 72, COMMON),
	ALLOW("ppoll", 271, 73, COMMON),
	ALLOW("set_robust_list", 273, 99, COMMON),
	ALLOW("utimensat", 280, 88, APART),
	ALLOW("fallocate", 285, 47, APART),
	ALLOW("dup3", 292, 24, COMMON),
	ALLOW("pipe2", 293, 59, APART),
	ALLOW("preadv", 295, 69, COMMON),
	ALLOW("pwritev", 296, 70, COMMON),
	ALLOW_IF("prlimit64", 302, 261, COMMON, 0, ALL_BITS, 0),
	ALLOW("getcpu", 309, 168, COMMON),
	ALLOW("renameat2", 316, 276, APART),
	ALLOW("getrandom", 318, 278, COMMON),
	ALLOW_IF("execveat", 322, 281, COMMON, 0, ALL_BITS, 1000),
	FAIL("membarrier", 324, 283, COMMON, ENOSYS),
	ALLOW("copy_file_range", 326, 285, COMPILE),
	ALLOW("preadv2", 327, 286, COMMON),
	ALLOW("pwritev2", 328, 287, COMMON),
	ALLOW("statx", 332, 291, COMMON),
	ALLOW("rseq", 334, 293, COMMON),
	FAIL("clone3", 435, 435, COMMON, ENOSYS),
	ALLOW("close_range", 436, 436, COMMON),
	ALLOW("faccessat2", 439, 439, COMMON),
	ALLOW("_llseek", NONE, NONE, COMMON),
	ALLOW("fstatat64", NONE, NONE, COMMON),
};
/* clang-format on */

const size_t n_expected_calls = sizeof(expected_calls) / sizeof(expected_calls[0]);

static int number_of(const struct expected_call *c, uint32_t arch)
{
	switch (arch) {
	case AUDIT_ARCH_X86_64:
		return c->x86_64;
	case AUDIT_ARCH_AARCH64:
		return c->aarch64;
	default:
		return CALL_NONE;
	}
}

int expected_number(const char *name, uint32_t arch)
{
	for (size_t i = 0; i < n_expected_calls; i++)
		if (!strcmp(name, expected_calls[i].name))
			return number_of(&expected_calls[i], arch);
	return CALL_NONE;
}

/* ---- the programs ------------------------------------------------------------------------------------------------ */

static const struct policy *get_run(void)
{
	return policy_get(BOX_POLICY_RUN);
}

static const struct policy *get_compile(void)
{
	return policy_get(BOX_POLICY_COMPILE);
}

static const struct policy *get_script(void)
{
	return policy_get(BOX_POLICY_SCRIPT);
}

static const struct {
	const char *name;
	const struct policy *(*get)(void);
	unsigned sets[2]; /* without processes, with them */
	uint32_t otherwise;
} variants[] = {
	{ "run",
	  get_run,
	  { COMMON | DESCRIPTOR | APART, COMMON | DESCRIPTOR | APART | PROCESSES },
	  SECCOMP_RET_USER_NOTIF },
	{ "serve", policy_serve, { COMMON | DESCRIPTOR | SERVE, COMMON | DESCRIPTOR | SERVE }, SECCOMP_RET_USER_NOTIF },
	{ "compile",
	  get_compile,
	  { COMMON | DESCRIPTOR | APART | COMPILE, COMMON | DESCRIPTOR | APART | PROCESSES | COMPILE },
	  SECCOMP_RET_ERRNO | EPERM },
	{ "script",
	  get_script,
	  { COMMON | APART | COMPILE | SCRIPT, COMMON | APART | PROCESSES | COMPILE | SCRIPT },
	  SECCOMP_RET_ERRNO | EPERM },
};

static const struct {
	const char *name;
	uint32_t arch;
} machines[] = {
	{ "x86-64", AUDIT_ARCH_X86_64 },
	{ "aarch64", AUDIT_ARCH_AARCH64 },
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
_Static_assert(COUNT(variants) * 2 * COUNT(machines) <= FILTERS_MAX, "there is room for every filter");

static int filter_load(struct filter *f, struct err *e)
{
	int r = policy_export(f->policy, f->processes, f->arch, &f->bytes, e);

	if (r < 0)
		return err_wrap(e, "%s", f->name);
	f->program = (const struct sock_filter *)(const void *)f->bytes.data;
	f->n = f->bytes.len / sizeof(*f->program);
	if (f->bytes.len % sizeof(*f->program) || !bpf_is_filter(f->program, f->n))
		return err_set(e, -EINVAL, "%s: not a program that the kernel takes", f->name);
	return 0;
}

struct filters filters;

static int load_all(struct err *e)
{
	int r = 0;

	filters.n = COUNT(variants) * 2 * COUNT(machines);
	for (size_t i = 0; i < filters.n; i++)
		buf_init(&filters.all[i].bytes, BPF_MAXINSNS * sizeof(struct sock_filter));
	for (size_t i = 0; i < filters.n && r == 0; i++) {
		const size_t variant = i / COUNT(machines) / 2, machine = i % COUNT(machines);
		struct filter *to = &filters.all[i];

		to->processes = i / COUNT(machines) % 2;
		to->policy = variants[variant].get();
		to->arch = machines[machine].arch;
		to->sets = variants[variant].sets[to->processes];
		to->otherwise = variants[variant].otherwise;
		snprintf(to->name, sizeof(to->name), "%s, %s processes, for %s", variants[variant].name,
			 to->processes ? "with" : "without", machines[machine].name);
		r = filter_load(to, e);
	}
	return r;
}

int filters_open(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	if (load_all(&e) == 0)
		return 0;
	fprintf(stderr, "%s\n", e.text);
	return -1;
}

int filters_close(void **state)
{
	(void)state;
	for (size_t i = 0; i < filters.n; i++)
		buf_clear(&filters.all[i].bytes);
	filters.n = 0;
	return 0;
}

/* ---- their answers ----------------------------------------------------------------------------------------------- */

uint32_t filter_answer(const struct filter *f, const struct seccomp_data *call)
{
	uint32_t answer;

	if (bpf_run(f->program, f->n, call, &answer) < 0)
		abort();
	return answer;
}

uint32_t filter_expected(const struct filter *f, const struct seccomp_data *call)
{
	for (size_t i = 0; i < n_expected_calls && call->arch == f->arch; i++) {
		const struct expected_call *c = &expected_calls[i];
		const int number = number_of(c, f->arch);

		if (number == CALL_NONE || number != call->nr || !(c->sets & f->sets))
			continue;
		if ((call->args[c->index] & c->mask) == c->value)
			return c->error ? SECCOMP_RET_ERRNO | (uint32_t)c->error : SECCOMP_RET_ALLOW;
	}
	return f->otherwise;
}

bool filter_is_right(const struct filter *f, const struct seccomp_data *call, char why[FILTER_WHY_BYTES])
{
	const uint32_t got = filter_answer(f, call), want = filter_expected(f, call);
	const __u64 *args = call->args;
	char name[32];

	if (got == want)
		return true;
	policy_call_name(call->arch, call->nr, name);
	snprintf(why, FILTER_WHY_BYTES,
		 "%s: call %#x (%s) of arch %#x, args %llx %llx %llx %llx %llx %llx: %#x, not %#x", f->name,
		 (unsigned)call->nr, name, call->arch, args[0], args[1], args[2], args[3], args[4], args[5], got, want);
	return false;
}
