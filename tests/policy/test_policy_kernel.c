/*
 * The exported filters, loaded: what the kernel does with a real call is what the interpreter says of it.
 *
 * A call that is reported waits for somebody who listens. So that a test need not, and can tell it from one that the
 * kernel does not have, a report is made an errno of its own before the program is loaded; the last case leaves it as
 * it is, and listens. Calls are made in a child with arguments that make them fail if they are let through.
 */
#include "sandbox/bpf.h"
#include "tests/support/filters.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <seccomp.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define REPORTED     4095 /* the highest errno; no call fails with it by itself */
#define X32          0x40000000u
#define NUMBERS      600u
#define TRIALS_MAX   (2 * NUMBERS + 2)

/* A call, and the errno that the child saw, 0 for none. */
struct trial {
	struct seccomp_data call;
	int error;
};

static struct trial *trials; /* what the child shares with its parent */

static int set_up(void **state)
{
	trials = mmap(NULL, TRIALS_MAX * sizeof(*trials), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return trials == MAP_FAILED ? -1 : filters_open(state);
}

static int tear_down(void **state)
{
	filters_close(state);
	return munmap(trials, TRIALS_MAX * sizeof(*trials));
}

/* ---- in a child -------------------------------------------------------------------------------------------------- */

static int load(const struct filter *f, unsigned flags, bool reports)
{
	static struct sock_filter program[BPF_MAXINSNS];
	const struct sock_fprog prog = { (unsigned short)f->n, program };

	for (size_t i = 0; i < f->n; i++) {
		program[i] = f->program[i];
		if (!reports && program[i].code == (BPF_RET | BPF_K) && program[i].k == SECCOMP_RET_USER_NOTIF)
			program[i].k = SECCOMP_RET_ERRNO | REPORTED;
	}
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -1;
	return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &prog);
}

static int make_call(const struct seccomp_data *c)
{
	return syscall(c->nr, c->args[0], c->args[1], c->args[2], c->args[3], c->args[4], c->args[5]) < 0 ? errno : 0;
}

/* The i386 way, whose numbers and registers are other ones; all six are -1, the last of them ebp's. */
static int make_call_of_i386(const struct seccomp_data *c)
{
#ifdef __x86_64__
	int r = c->nr;

	__asm__ volatile("mov %%rbp, %%r12\n\t"
			 "mov $-1, %%ebp\n\t"
			 "int $0x80\n\t"
			 "mov %%r12, %%rbp"
			 : "+a"(r)
			 : "b"(-1), "c"(-1), "d"(-1), "S"(-1), "D"(-1)
			 : "memory", "cc", "r8", "r9", "r10", "r11", "r12");
	return -r;
#else
	return c->nr;
#endif
}

/* Has a child make the calls under the filter; its exit status. */
static int try_in_child(const struct filter *f, size_t n, int (*make)(const struct seccomp_data *c))
{
	const pid_t pid = fork();
	int status;

	if (pid == 0) {
		for (int signo = 1; signo < SIGRTMIN; signo++)
			signal(signo, SIG_DFL); /* cmocka's handlers would go on with the next case, in the child too */
		if (load(f, 0, false) < 0)
			_exit(1);
		for (size_t i = 0; i < n; i++)
			trials[i].error = make(&trials[i].call);
		_exit(0);
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

/* The first for this machine, which is one that reports. */
static const struct filter *native_filter(void)
{
	for (size_t i = 0; i < filters.n; i++)
		if (filters.all[i].arch == seccomp_arch_native())
			return &filters.all[i];
	return NULL;
}

/* The errno of an answer that lets nothing through; -1 of one that does. */
static int refusal(uint32_t answer)
{
	if (answer == SECCOMP_RET_USER_NOTIF)
		return REPORTED;
	return (answer & SECCOMP_RET_ACTION_FULL) == SECCOMP_RET_ERRNO ? (int)(answer & SECCOMP_RET_DATA) : -1;
}

static void compare(const struct filter *f, const struct trial *t, int error)
{
	if (t->error != error)
		fail_msg("%s: call %#x(%#llx …): errno %d, not %d", f->name, (unsigned)t->call.nr, t->call.args[0],
			 t->error, error);
}

/* ---- what is refused --------------------------------------------------------------------------------------------- */

/*
 * uretprobe and uprobe of x86-64: the kernel writes them into programs that are traced, and newer ones (6.14, 6.18) do
 * not ask filters about them.
 */
static const uint32_t exempt[] = { 335, 336 };

static bool is_exempt(uint32_t nr)
{
	return seccomp_arch_native() == SCMP_ARCH_X86_64 && (nr == exempt[0] || nr == exempt[1]);
}

static void trial_init(struct trial *t, uint32_t arch, uint32_t nr)
{
	memset(t, 0xff, sizeof(*t)); /* all bits of all arguments */
	t->call.nr = (int)nr;
	t->call.arch = arch;
}

/* Adds a call to the n that there are, if the interpreter says that it is refused. */
static size_t add_refused(const struct filter *f, uint32_t arch, uint32_t nr, size_t n)
{
	trial_init(&trials[n], arch, nr);
	return refusal(filter_answer(f, &trials[n].call)) < 0 ? n : n + 1;
}

static void kernel__refuses_each_number_that_the_interpreter_refuses(void **state)
{
	(void)state;
	for (size_t i = 0; i < filters.n; i++) {
		const struct filter *f = &filters.all[i];
		size_t n = 0;

		if (f->arch != seccomp_arch_native())
			continue;
		for (uint32_t nr = 0; nr < NUMBERS; nr++) {
			n = is_exempt(nr) ? n : add_refused(f, f->arch, nr, n);
			n = add_refused(f, f->arch, X32 | nr, n);
		}
		n = add_refused(f, f->arch, 0x80000000, n);
		assert_true(n > NUMBERS);
		assert_int_equal(try_in_child(f, n, make_call), 0);
		for (size_t c = 0; c < n; c++)
			compare(f, &trials[c], refusal(filter_answer(f, &trials[c].call)));
	}
}

/* One ends the program with a signal, the other fails, unless the filter was asked after all. */
static void kernel__has_nothing_for_a_program_in_what_it_exempts(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(exempt) && is_exempt(exempt[i]); i++) {
		int status;

		trial_init(&trials[0], seccomp_arch_native(), exempt[i]);
		status = try_in_child(native_filter(), 1, make_call);
		if (WIFSIGNALED(status))
			assert_true(WTERMSIG(status) == SIGILL || WTERMSIG(status) == SIGSEGV);
		else
			assert_true(trials[0].error == REPORTED || trials[0].error == ENXIO);
	}
}

static void kernel__refuses_each_number_of_i386(void **state)
{
	(void)state;
	if (seccomp_arch_native() != SCMP_ARCH_X86_64)
		skip();
	for (size_t i = 0; i < filters.n; i++) {
		const struct filter *f = &filters.all[i];
		size_t n = 0;
		int status;

		if (f->arch != seccomp_arch_native())
			continue;
		for (uint32_t nr = 0; nr < NUMBERS; nr++)
			n = add_refused(f, SCMP_ARCH_X86, nr, n);
		assert_int_equal(n, NUMBERS);
		status = try_in_child(f, n, make_call_of_i386);
		if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV)
			skip(); /* a kernel without the door */
		assert_int_equal(status, 0);
		for (size_t c = 0; c < n; c++)
			compare(f, &trials[c], refusal(f->otherwise));
	}
}

/* ---- what is let through ----------------------------------------------------------------------------------------- */

/* With these arguments, what the kernel itself says. Where a rule is over an argument, also what is refused by it. */
static const struct {
	const char *call;
	uint64_t args[3];
	int error;
} let_through[] = {
	{ "getpid", { 0 }, 0 },
	{ "umask", { 022 }, 0 },
	{ "read", { UINT64_MAX }, EBADF },
	{ "write", { UINT64_MAX }, EBADF },
	{ "close", { UINT64_MAX }, EBADF },
	{ "dup", { UINT64_MAX }, EBADF },
	{ "fcntl", { UINT64_MAX }, EBADF },
	{ "openat", { UINT64_MAX, 0, 0 }, EFAULT },
	{ "ioctl", { UINT64_MAX }, EBADF },
	{ "uname", { 0 }, EFAULT },
	{ "clock_gettime", { 1000 }, EINVAL },
	{ "munmap", { 1, 1 }, EINVAL },
	{ "kill", { 0, 1000 }, EINVAL },
	{ "prlimit64", { 0, 1000 }, EINVAL },
	{ "prlimit64", { 1, 1000 }, EINVAL },
	{ "prlimit64", { 1ull << 32, 1000 }, EINVAL },
	{ "execveat", { 1000, 0, 0 }, EFAULT },
	{ "execveat", { 999, 0, 0 }, EFAULT },
	{ "execveat", { (1ull << 32) | 1000, 0, 0 }, EFAULT },
	{ "clone", { CLONE_THREAD }, EINVAL }, /* for want of CLONE_SIGHAND */
	{ "clone", { CLONE_THREAD | 1ull << 40 }, EINVAL },
	{ "clone", { CLONE_THREAD | CLONE_NEWUSER }, EINVAL },
	{ "setpgid", { 0, UINT64_MAX }, EINVAL },
	{ "fsync", { UINT64_MAX }, EBADF },
	{ "copy_file_range", { UINT64_MAX }, EBADF },
};

static void kernel__does_what_is_allowed_and_nothing_else(void **state)
{
	(void)state;
	for (size_t i = 0; i < filters.n; i++) {
		const struct filter *f = &filters.all[i];
		size_t allowed = 0;

		if (f->arch != seccomp_arch_native())
			continue;
		for (size_t c = 0; c < COUNT(let_through); c++) {
			trials[c].call = (struct seccomp_data){ .arch = f->arch };
			trials[c].call.nr = seccomp_syscall_resolve_name(let_through[c].call);
			memcpy(trials[c].call.args, let_through[c].args, sizeof(let_through[c].args));
		}
		assert_int_equal(try_in_child(f, COUNT(let_through), make_call), 0);
		for (size_t c = 0; c < COUNT(let_through); c++) {
			const int error = refusal(filter_answer(f, &trials[c].call));

			compare(f, &trials[c], error < 0 ? let_through[c].error : error);
			allowed += error < 0;
		}
		assert_in_range(allowed, 10, COUNT(let_through) - 5);
	}
}

/* ---- what is reported -------------------------------------------------------------------------------------------- */

struct reporter {
	const struct filter *filter;
	int listener; /* the thread's, in the table of descriptors that both have */
	int error;
	pthread_barrier_t loaded;
};

/* The filter is this thread's alone. */
static void *report(void *arg)
{
	struct reporter *r = arg;
	const struct seccomp_data call = { .nr = SYS_socket, .args = { 1, 2, 3, 4, 5, 6ull << 32 } };

	r->listener = load(r->filter, SECCOMP_FILTER_FLAG_NEW_LISTENER, true);
	pthread_barrier_wait(&r->loaded);
	if (r->listener >= 0)
		r->error = make_call(&call);
	return NULL;
}

/* What the warden is told, and that the call fails when it says so. */
static void answer(int listener)
{
	struct pollfd ready = { .fd = listener, .events = POLLIN };
	struct seccomp_notif told = { 0 };
	struct seccomp_notif_resp response = { .error = -EXDEV };

	assert_int_equal(poll(&ready, 1, 10000), 1);
	assert_int_equal(ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &told), 0);
	assert_int_equal(told.data.nr, SYS_socket);
	assert_int_equal(told.data.arch, seccomp_arch_native());
	assert_int_equal(told.data.args[0], 1);
	assert_int_equal(told.data.args[5], 6ull << 32);
	response.id = told.id;
	assert_int_equal(ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &response), 0);
}

static void kernel__reports_to_who_listens(void **state)
{
	struct reporter r = { .filter = native_filter() };
	pthread_t thread;

	(void)state;
	assert_int_equal(r.filter->otherwise, SECCOMP_RET_USER_NOTIF);
	assert_int_equal(pthread_barrier_init(&r.loaded, NULL, 2), 0);
	assert_int_equal(pthread_create(&thread, NULL, report, &r), 0);
	pthread_barrier_wait(&r.loaded);
	assert_true(r.listener >= 0);
	answer(r.listener);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_int_equal(r.error, EXDEV);
	pthread_barrier_destroy(&r.loaded);
	close(r.listener);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kernel__refuses_each_number_that_the_interpreter_refuses),
		cmocka_unit_test(kernel__has_nothing_for_a_program_in_what_it_exempts),
		cmocka_unit_test(kernel__refuses_each_number_of_i386),
		cmocka_unit_test(kernel__does_what_is_allowed_and_nothing_else),
		cmocka_unit_test(kernel__reports_to_who_listens),
	};

	return cmocka_run_group_tests_name("policy_kernel", tests, set_up, tear_down);
}
