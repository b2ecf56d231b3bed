/*
 * A fork of the server and a run by exec come to the same: what the server cannot be trusted with is done again by
 * exec, and an honest function is served to the end.
 */
#include "sandbox/base/fs.h"
#include "tests/support/trial.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

/* Code that runs when the object is loaded, once for all tests or once for each. */
/* clang-format off */
static const char *const early[] = {
	CODE(puts("early"); fflush(stdout);),
	CODE(fputs("early", stderr);),
	CODE(for (volatile long i = 0; i < 200000000; i++) ;),
	CODE(char *volatile p = malloc(30 << 20); memset(p, 1, 30 << 20);),
	CODE(char *volatile p = malloc(1ul << 29); memset(p, 1, 1ul << 29);),
	CODE(int *volatile p = 0; *p = 1;),
	CODE(abort();),
	CODE(exit(0);),
	CODE(_exit(7);),
	CODE(if (fork() == 0) for (;;) ;),
	CODE(for (int fd = 0; fd < 16; fd++) close(fd);),
	CODE(close(3);),
	CODE(close(6); close(7);),
	CODE(if (write(3, "2\\n4\\n-6\\n18\\n", 12) < 0 || write(4, "done\\n", 5) < 0) abort(); _exit(0);),
	CODE(for (int fd = 3; fd < 8; fd++) dup2(1, fd);),
	CODE(char c; while (read(6, &c, 1) > 0 || read(7, &c, 1) > 0) ;),
	CODE(for (;;) pause();),
	CODE(signal(SIGSEGV, SIG_IGN); alarm(1);),
	CODE(seen = mmap(0, 4096, 3, MAP_SHARED | MAP_ANONYMOUS, -1, 0);),
	CODE(char *s = malloc(4); memcpy(s, "one", 4); static_word = s;),
};
/* clang-format on */

static void assert_same(struct trial *served, struct trial *exec)
{
	const struct execution *a = &served->x, *b = &exec->x;

	assert_int_equal(served->r, exec->r);
	assert_int_equal(a->used.end, b->used.end);
	assert_int_equal(a->used.exit_code, b->used.exit_code);
	assert_int_equal(a->used.signal, b->used.signal);
	assert_string_equal(a->used.syscall_name, b->used.syscall_name);
	assert_string_equal(a->answer.data, b->answer.data);
	assert_string_equal(a->printed.data, b->printed.data);
	assert_string_equal(a->complaint, b->complaint);
	assert_string_equal(a->fault, b->fault);
	assert_int_equal(a->finished, b->finished);
	assert_int_equal(a->alloc_failed, b->alloc_failed);
	assert_int_equal(a->stack_overflow, b->stack_overflow);
	assert_int_equal(a->null_access, b->null_access);
}

/* The first run by a server. A host under load charges a process now and then for what others do, … */
static struct trial begin_served(void **state, const char *text, const struct run_limits *limits)
{
	trial_how = RUN_SERVED;
	for (int left = 5;; left--) {
		struct trial served = trial_open(*state, text, limits);

		trial_run(&served, TRIAL_INPUT);
		/* … and no program here computes early. */
		if (!strstr(served.x.irregular, "computed before its first fork") || !left)
			return served;
		trial_close(&served);
	}
}

static void run_both(void **state, const char *text, bool is_served, const char *why)
{
	struct run_limits limits = RUN_LIMITS_DEFAULT;
	struct trial served, exec;

	limits.box.wall_us = 1500000;
	served = begin_served(state, text, &limits);
	trial_how = RUN_EXEC;
	exec = trial_open(*state, text, &limits);
	for (int i = 0; i < 3; i++) {
		if (i > 0)
			trial_run(&served, TRIAL_INPUT);
		trial_run(&exec, TRIAL_INPUT);
		if (served.x.served != (is_served && i == 0) && !(is_served && served.x.served))
			fail_msg("run %d of %s: served %d, '%s'", i, text, served.x.served, served.x.irregular);
		assert_false(exec.x.served);
		assert_string_equal(exec.x.irregular, "");
		if (i == 0 && !strstr(served.x.irregular, why))
			fail_msg("'%s' does not say '%s'", served.x.irregular, why);
		assert_same(&served, &exec);
	}
	trial_close(&served);
	trial_close(&exec);
}

static void constructor__of_any_kind_ends_as_by_exec(void **state)
{
	for (size_t i = 0; i < LENGTH(early); i++) {
		char text[3000];

		snprintf(text, sizeof(text), "%s#include <sys/mman.h>\nint *seen;\nchar *static_word;\n%s%s%s",
			 TRIAL_HEADERS, "__attribute__((constructor)) static void early(void)\n{\n",
			 strstr(early[i], "#line 1\n") + 8,
			 "}\nint twice(int x) { return seen && seen != (int *)-1 && (*seen)++ ? -1 : 2 * x; }\n");
		run_both(state, text, false, "when it is loaded");
	}
}

/* Other code that the loader runs: a resolver, and what a linker calls by its name. */
static void resolver__is_code_that_runs_early(void **state)
{
	run_both(state,
		 CODE(
			 static int real(int x) { return 2 * x; } static void *choose(void) {
				 return (void *)real;
			 } int twice(int x) __attribute__((ifunc("choose")));),
		 false, "when it is loaded");
	run_both(state,
		 CODE(
			 static int real(int x) { return 2 * x; } static void *choose(void) {
				 return (void *)real;
			 } static int hidden(int x) __attribute__((ifunc("choose")));
			 int twice(int x) { return hidden(x); }),
		 false, "when it is loaded");
}

/* What a fork may not do beside a server it does again by exec. */
static void call__that_a_server_may_not_make_is_repeated(void **state)
{
	run_both(state, CODE(int twice(int x) {
			 raise(SIGUSR1);
			 return 2 * x;
		 }),
		 false, "a call was refused");
	run_both(state, CODE(int twice(int x) {
			 kill(-1, SIGKILL);
			 return 2 * x;
		 }),
		 false, "a call was refused");
	run_both(state, CODE(int twice(int x) {
			 int ends[2];

			 return pipe(ends) ? x : 2 * x;
		 }),
		 false, "a call was refused");
	run_both(state, CODE(int twice(int x) { return fork() < 0 ? x : 2 * x; }), false, "a call was refused");
	run_both(state, CODE(int twice(int x) {
			 assert(x > 1);
			 return 2 * x;
		 }),
		 false, "a call was refused");
}

/* And an honest one, or one that fails by itself, is served to the end. */
static void function__that_needs_nothing_is_served(void **state)
{
	run_both(state, TWICE, true, "");
	run_both(state, CODE(int twice(int x) { return *(volatile int *)(long)(x - 1); }), true, "");
	run_both(state, CODE(int twice(int x) {
			 printf("%d\n", x);
			 exit(x);
		 }),
		 true, "");
	run_both(state, CODE(int twice(int x) {
			 volatile char b[200];

			 b[0] = (char)x;
			 return b[0] + twice(x + 1) + b[0];
		 }),
		 true, "");
}

/* The mean of some runs, for the kernel counts pages of a process in steps (percpu_counter). */
static uint64_t mean_peak(void **state, const char *text, enum run_how way)
{
	const unsigned runs = 12;
	uint64_t sum = 0;
	struct trial t;

	trial_how = way;
	t = trial_open(*state, text, &RUN_LIMITS_DEFAULT);
	for (unsigned i = 0; i < runs; i++) {
		trial_run(&t, TRIAL_INPUT);
		assert_int_equal(t.x.served, way == RUN_SERVED);
		sum += t.x.used.peak_bytes;
	}
	assert_right(&t);
	return sum / runs;
}

/* A fork has the pages of libraries only when it touches them, and must not look smaller than a program for that. */
static void peak__of_a_fork_is_that_of_a_run_by_exec(void **state)
{
	static const char *const texts[] = { TWICE, CODE(int twice(int x) {
						     char *volatile p = malloc(20 << 20);

						     memset(p, x, 20 << 20);
						     free(p);
						     return 2 * x;
					     }) };

	for (size_t i = 0; i < LENGTH(texts); i++) {
		uint64_t fork = mean_peak(state, texts[i], RUN_SERVED), exec = mean_peak(state, texts[i], RUN_EXEC);

		if (fork + 300 * 1024 < exec || exec + 600 * 1024 < fork)
			fail_msg("%ju bytes by a fork, %ju by exec", (uintmax_t)fork, (uintmax_t)exec);
	}
}

/* Arguments are those of a program; a server was started with its own. */
static void arguments__are_given_by_exec(void **state)
{
	const char *const args[] = { "word", NULL };
	struct trial t;
	int fd;

	trial_how = RUN_SERVED;
	t = trial_open(*state, TWICE, &RUN_LIMITS_DEFAULT);
	assert_int_equal(fs_memfd("input", TRIAL_INPUT, sizeof(TRIAL_INPUT) - 1, &fd, &t.e), 0);
	assert_int_equal(run_box_execute(t.rb, fd, NULL, &t.x, &t.e), 0);
	assert_true(t.x.served);
	assert_int_equal(run_box_execute(t.rb, fd, args, &t.x, &t.e), 0);
	assert_false(t.x.served);
	assert_string_equal(t.x.irregular, "");
	close(fd);
	assert_right(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(constructor__of_any_kind_ends_as_by_exec),
		cmocka_unit_test(resolver__is_code_that_runs_early),
		cmocka_unit_test(call__that_a_server_may_not_make_is_repeated),
		cmocka_unit_test(function__that_needs_nothing_is_served),
		cmocka_unit_test(peak__of_a_fork_is_that_of_a_run_by_exec),
		cmocka_unit_test(arguments__are_given_by_exec),
	};

	return cmocka_run_group_tests(tests, workbench_open, workbench_close);
}
