/*
 * The exported filters, interpreted: what each call of each architecture gets. The list of what may be allowed is
 * written out here a second time, by hand, so that an entry that slips into the tables is seen: a call that is
 * allowed and does not stand here fails the test.
 */
#include "sandbox/policy.h"
#include "tests/support/bpf.h"

#include <errno.h>
#include <linux/audit.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

#include <cmocka.h>

#define CALLS_MAX 600 /* above the highest number of any architecture here; x32's begin at 512 */
#define X32       0x40000000u

struct filter {
	struct buf bytes;
	const struct sock_filter *program;
	size_t n;
};

static void load(struct filter *f, enum box_policy which, bool processes, uint32_t arch)
{
	struct err e = ERR_INIT;

	buf_init(&f->bytes, 65536);
	if (policy_export(policy_get(which), processes, arch, &f->bytes, &e) < 0)
		fail_msg("%s", e.text);
	f->program = (const struct sock_filter *)(const void *)f->bytes.data;
	f->n = f->bytes.len / sizeof(*f->program);
	assert_true(f->n > 10 && f->bytes.len % sizeof(*f->program) == 0);
}

static uint32_t ask(const struct filter *f, uint32_t arch, int nr, uint64_t arg0)
{
	const struct seccomp_data data = { .nr = nr, .arch = arch, .args = { arg0 } };

	return bpf_run(f->program, f->n, &data);
}

/* ---- what may be allowed ----------------------------------------------------------------------------------------- */

static const char *const allowed[] = {
	"execveat",
	"read",
	"readv",
	"pread64",
	"preadv",
	"preadv2",
	"write",
	"writev",
	"pwrite64",
	"pwritev",
	"pwritev2",
	"lseek",
	"close",
	"close_range",
	"dup",
	"dup2",
	"dup3",
	"fcntl",
	"open",
	"openat",
	"access",
	"faccessat",
	"faccessat2",
	"stat",
	"fstat",
	"lstat",
	"newfstatat",
	"statx",
	"readlink",
	"readlinkat",
	"getdents64",
	"getcwd",
	"ftruncate",
	"mmap",
	"munmap",
	"mremap",
	"mprotect",
	"madvise",
	"msync",
	"mincore",
	"brk",
	"rt_sigaction",
	"rt_sigprocmask",
	"rt_sigreturn",
	"rt_sigpending",
	"rt_sigsuspend",
	"rt_sigtimedwait",
	"sigaltstack",
	"pause",
	"kill",
	"tkill",
	"tgkill",
	"alarm",
	"setitimer",
	"getitimer",
	"nanosleep",
	"clock_nanosleep",
	"clock_gettime",
	"clock_getres",
	"gettimeofday",
	"time",
	"times",
	"getrusage",
	"prlimit64",
	"getrlimit",
	"setrlimit",
	"sched_yield",
	"sched_getaffinity",
	"getcpu",
	"sysinfo",
	"uname",
	"getrandom",
	"getpid",
	"gettid",
	"getppid",
	"getpgrp",
	"getpgid",
	"getsid",
	"getuid",
	"geteuid",
	"getgid",
	"getegid",
	"getresuid",
	"getresgid",
	"getgroups",
	"arch_prctl",
	"set_tid_address",
	"set_robust_list",
	"rseq",
	"futex",
	"restart_syscall",
	"umask",
	"poll",
	"ppoll",
	"select",
	"pselect6",
	"pipe",
	"pipe2",
	"exit",
	"exit_group",
	"creat",
	"truncate",
	"fallocate",
	"unlink",
	"unlinkat",
	"rename",
	"renameat",
	"renameat2",
	"mkdir",
	"mkdirat",
	"rmdir",
	"chdir",
	"chmod",
	"fchmod",
	"fchmodat",
	"utimensat",
	"fsync",
	"fdatasync",
	"statfs",
	"fstatfs",
};
static const char *const allowed_many[] = { "clone", "fork", "vfork", "wait4", "waitid", "setpgid", "setsid" };
static const char *const allowed_compile[] = { "fadvise64", "copy_file_range", "sendfile" };
/* Fail with an error in the run list: their names, and what they fail with. */
static const struct {
	const char *name;
	int error;
} failing[] = {
	{ "ioctl", ENOTTY },
	{ "prctl", EPERM },
	{ "clone3", ENOSYS },
	{ "sched_setaffinity", EPERM },
	{ "sched_setscheduler", EPERM },
	{ "setpriority", EPERM },
	{ "membarrier", ENOSYS },
};

static bool listed(const char *name, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(name, list[i]))
			return true;
	return false;
}
#define LISTED(name, list) listed(name, list, sizeof(list) / sizeof((list)[0]))

static uint32_t expected(const char *name, enum box_policy which, bool processes)
{
	uint32_t otherwise = which == BOX_POLICY_RUN ? SECCOMP_RET_USER_NOTIF : SECCOMP_RET_ERRNO | EPERM;

	if (LISTED(name, allowed) || (processes && LISTED(name, allowed_many)) ||
	    (which == BOX_POLICY_COMPILE && LISTED(name, allowed_compile)))
		return SECCOMP_RET_ALLOW;
	for (size_t i = 0; i < sizeof(failing) / sizeof(failing[0]); i++)
		if (!strcmp(name, failing[i].name))
			return SECCOMP_RET_ERRNO | (uint32_t)failing[i].error;
	return otherwise;
}

/* Every number of this machine's architecture, with the argument that the call's rule wants. */
static void check_native(enum box_policy which, bool processes, uint32_t arch)
{
	struct filter f;
	size_t allowed_seen = 0;

	load(&f, which, processes, arch);
	for (int nr = 0; nr < CALLS_MAX; nr++) {
		char name[32];
		uint32_t got, want;

		policy_call_name(arch, nr, name);
		got = ask(&f, arch, nr, !strcmp(name, "execveat") ? POLICY_EXEC_FD : 0);
		want = expected(name, which, processes);
		if (got != want)
			fail_msg("call %d (%s): got %x, want %x", nr, name, got, want);
		allowed_seen += got == SECCOMP_RET_ALLOW;
	}
	assert_true(allowed_seen > 60);
	buf_clear(&f.bytes);
}

static void policy__allows_exactly_what_is_written_out(void **state)
{
	(void)state;
	check_native(BOX_POLICY_RUN, false, AUDIT_ARCH_X86_64);
	check_native(BOX_POLICY_RUN, true, AUDIT_ARCH_X86_64);
	check_native(BOX_POLICY_COMPILE, false, AUDIT_ARCH_X86_64);
	check_native(BOX_POLICY_COMPILE, true, AUDIT_ARCH_X86_64);
}

static void policy__is_the_same_on_aarch64(void **state)
{
	(void)state;
	check_native(BOX_POLICY_RUN, false, AUDIT_ARCH_AARCH64);
	check_native(BOX_POLICY_RUN, true, AUDIT_ARCH_AARCH64);
	check_native(BOX_POLICY_COMPILE, false, AUDIT_ARCH_AARCH64);
}

static void policy__knows_no_other_architecture(void **state)
{
	static const uint32_t others[] = { AUDIT_ARCH_I386, AUDIT_ARCH_AARCH64, AUDIT_ARCH_ARM, AUDIT_ARCH_MIPS, 0,
					   UINT32_MAX };
	struct filter run, compile;

	(void)state;
	load(&run, BOX_POLICY_RUN, true, AUDIT_ARCH_X86_64);
	load(&compile, BOX_POLICY_COMPILE, true, AUDIT_ARCH_X86_64);
	for (int nr = 0; nr < CALLS_MAX; nr++) {
		for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
			assert_int_equal(ask(&run, others[i], nr, 0), SECCOMP_RET_USER_NOTIF);
			assert_int_equal(ask(&compile, others[i], nr, 0), SECCOMP_RET_ERRNO | EPERM);
		}
		/* x32 comes through the same door as x86-64, with a bit in the number. */
		assert_int_equal(ask(&run, AUDIT_ARCH_X86_64, (int)(X32 + (unsigned)nr), 0), SECCOMP_RET_USER_NOTIF);
		assert_int_equal(ask(&compile, AUDIT_ARCH_X86_64, (int)(X32 + (unsigned)nr), 0),
				 SECCOMP_RET_ERRNO | EPERM);
	}
	assert_int_equal(ask(&run, AUDIT_ARCH_X86_64, -1, 0), SECCOMP_RET_USER_NOTIF);
	buf_clear(&run.bytes);
	buf_clear(&compile.bytes);
}

static void policy__starts_one_program_and_no_other(void **state)
{
	static const uint64_t fds[] = {
		0, 3, POLICY_EXEC_FD - 1, POLICY_EXEC_FD + 1, UINT32_MAX, (1ull << 32) + POLICY_EXEC_FD, (uint64_t)-100
	};
	struct filter f;

	(void)state;
	load(&f, BOX_POLICY_RUN, true, AUDIT_ARCH_X86_64);
	assert_int_equal(ask(&f, AUDIT_ARCH_X86_64, SYS_execveat, POLICY_EXEC_FD), SECCOMP_RET_ALLOW);
	for (size_t i = 0; i < sizeof(fds) / sizeof(fds[0]); i++)
		assert_int_equal(ask(&f, AUDIT_ARCH_X86_64, SYS_execveat, fds[i]), SECCOMP_RET_USER_NOTIF);
	buf_clear(&f.bytes);
}

static void policy__keeps_limits_of_others_out_of_reach(void **state)
{
	static const uint64_t pids[] = { 1, 2, 1000, (1ull << 32), UINT64_MAX };
	struct filter f;

	(void)state;
	load(&f, BOX_POLICY_RUN, false, AUDIT_ARCH_X86_64);
	assert_int_equal(ask(&f, AUDIT_ARCH_X86_64, SYS_prlimit64, 0), SECCOMP_RET_ALLOW);
	for (size_t i = 0; i < sizeof(pids) / sizeof(pids[0]); i++)
		assert_int_equal(ask(&f, AUDIT_ARCH_X86_64, SYS_prlimit64, pids[i]), SECCOMP_RET_USER_NOTIF);
	buf_clear(&f.bytes);
}

static void policy__makes_no_namespaces_with_clone(void **state)
{
	static const uint64_t namespaces[] = { CLONE_NEWNS,  CLONE_NEWUSER, CLONE_NEWPID,   CLONE_NEWNET,
					       CLONE_NEWIPC, CLONE_NEWUTS,  CLONE_NEWCGROUP };
	const uint64_t thread =
		CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | CLONE_SETTLS;
	struct filter f;

	(void)state;
	load(&f, BOX_POLICY_RUN, true, AUDIT_ARCH_X86_64);
	assert_int_equal(ask(&f, AUDIT_ARCH_X86_64, SYS_clone, thread), SECCOMP_RET_ALLOW);
	assert_int_equal(ask(&f, AUDIT_ARCH_X86_64, SYS_clone, 17), SECCOMP_RET_ALLOW);
	for (size_t i = 0; i < sizeof(namespaces) / sizeof(namespaces[0]); i++) {
		assert_int_equal(ask(&f, AUDIT_ARCH_X86_64, SYS_clone, 17 | namespaces[i]), SECCOMP_RET_USER_NOTIF);
		assert_int_equal(ask(&f, AUDIT_ARCH_X86_64, SYS_clone, thread | namespaces[i]), SECCOMP_RET_USER_NOTIF);
	}
	buf_clear(&f.bytes);
}

/* Boxes may share a network namespace only because of this. */
static void policy__reaches_no_socket(void **state)
{
	static const int calls[] = { SYS_socket,  SYS_socketpair, SYS_connect, SYS_bind,
				     SYS_accept4, SYS_sendto,     SYS_sendmsg, SYS_recvmsg };
	struct filter f;

	(void)state;
	for (int which = 0; which < 2; which++) {
		load(&f, which ? BOX_POLICY_COMPILE : BOX_POLICY_RUN, true, AUDIT_ARCH_X86_64);
		for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
			assert_int_not_equal(ask(&f, AUDIT_ARCH_X86_64, calls[i], 1), SECCOMP_RET_ALLOW);
		buf_clear(&f.bytes);
	}
}

static void policy__has_a_reason_for_each_entry_and_one_entry_for_each_call(void **state)
{
	(void)state;
	for (int which = 0; which < 2; which++) {
		const struct policy *p = policy_get(which ? BOX_POLICY_COMPILE : BOX_POLICY_RUN);

		const char *seen[CALLS_MAX];
		size_t n = 0;

		for (const struct policy_table *t = p->tables; t->entries; t++)
			for (size_t i = 0; i < t->n; i++) {
				assert_true(t->entries[i].why && strlen(t->entries[i].why) > 3);
				if (listed(t->entries[i].name, seen, n))
					fail_msg("%s: %s stands twice", p->name, t->entries[i].name);
				seen[n++] = t->entries[i].name;
			}
		assert_true(n > 60);
	}
}

/* The interpreter itself: a filter that is none must not pass for one. */
static void bpf__refuses_what_is_no_filter(void **state)
{
	const struct seccomp_data data = { .nr = 5 };
	const struct sock_filter no_return[] = { { BPF_LD | BPF_W | BPF_ABS, 0, 0, 0 } };
	const struct sock_filter outside[] = { { BPF_LD | BPF_W | BPF_ABS, 0, 0, 64 },
					       { BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW } };
	const struct sock_filter unknown[] = { { BPF_ALU | BPF_DIV | BPF_K, 0, 0, 1 },
					       { BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW } };
	const struct sock_filter branch[] = { { BPF_LD | BPF_W | BPF_ABS, 0, 0, 0 },
					      { BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 5 },
					      { BPF_RET | BPF_K, 0, 0, 1 },
					      { BPF_RET | BPF_K, 0, 0, 2 } };

	(void)state;
	assert_int_equal(bpf_run(no_return, 1, &data), BPF_NO_FILTER);
	assert_int_equal(bpf_run(outside, 2, &data), BPF_NO_FILTER);
	assert_int_equal(bpf_run(unknown, 2, &data), BPF_NO_FILTER);
	assert_int_equal(bpf_run(branch, 4, &data), 1);
	assert_int_equal(bpf_run(branch, 4, &(struct seccomp_data){ .nr = 6 }), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(policy__allows_exactly_what_is_written_out),
		cmocka_unit_test(policy__is_the_same_on_aarch64),
		cmocka_unit_test(policy__knows_no_other_architecture),
		cmocka_unit_test(policy__starts_one_program_and_no_other),
		cmocka_unit_test(policy__keeps_limits_of_others_out_of_reach),
		cmocka_unit_test(policy__makes_no_namespaces_with_clone),
		cmocka_unit_test(policy__reaches_no_socket),
		cmocka_unit_test(policy__has_a_reason_for_each_entry_and_one_entry_for_each_call),
		cmocka_unit_test(bpf__refuses_what_is_no_filter),
	};

	return cmocka_run_group_tests_name("policy", tests, NULL, NULL);
}
