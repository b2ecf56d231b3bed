/*
 * Each way to fail by its name: what faults is told apart by where, what runs out of memory or over a limit by which.
 */
#include "runners/driver/channel.h"
#include "tests/support/trial.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

/* Laid out by hand: functions in an argument of a macro are beyond clang-format. */
/* clang-format off */

static const char handles_its_fault[] = CODE(
	static sigjmp_buf back;
	static void on(int s) { siglongjmp(back, s); }
	int twice(int x)
	{
		signal(SIGSEGV, on);
		if (!sigsetjmp(back, 1))
			*(volatile int *)0 = x;
		return 2 * x;
	});

static const char *const fails_to_allocate[] = {
	CODE(static void *get(size_t n) { return malloc(n); }),
	CODE(static void *get(size_t n) { return calloc(n / 1024, 1024); }),
	CODE(static void *get(size_t n) { return realloc(NULL, n); }),
	CODE(static void *get(size_t n) { return aligned_alloc(64, n); }),
	CODE(static void *get(size_t n) { return reallocarray(NULL, n, n); }),
	CODE(static void *get(size_t n) {
		void *p;
		return posix_memalign(&p, 64, n) ? NULL : p;
	}),
};

static const char fills_its_own_data[] = CODE(
	static char big[1ul << 30];
	int twice(int x)
	{
		memset(big, x, sizeof(big));
		return big[x + 9] + x;
	});

static const char makes_a_thread[] = CODE(
	static void *run(void *p) { return p; }
	int twice(int x)
	{
		pthread_t t;
		return pthread_create(&t, 0, run, 0) ? x : 2 * x;
	});

/* clang-format on */

/* ---- faults ------------------------------------------------------------------------------------------------------ */

static void fault__below_the_stack_is_a_stack_overflow(void **state)
{
	static const char *const ways[] = {
		CODE(int twice(int x) {
			volatile char b[200];

			b[0] = (char)x;
			return b[0] + twice(x + 1) + b[0];
		}),
		CODE(int twice(int x) {
			volatile char b[40000000];

			b[5] = (char)x;
			return b[5];
		}),
		CODE(int twice(int x) {
			char b[12000000];

			memset(b, x, sizeof(b));
			__asm__ volatile("" ::"r"(b) : "memory");
			return x;
		}),
	};

	for (size_t i = 0; i < LENGTH(ways); i++) {
		struct trial t = trial_once(state, ways[i]);

		assert_killed(&t, SIGSEGV);
		assert_true(t.x.stack_overflow);
		assert_false(t.x.null_access);
		trial_close(&t);
	}
}

static void fault__in_the_first_page_is_a_null_access(void **state)
{
	static const char *const ways[] = {
		CODE(int twice(int x) { return *(volatile int *)(long)(x - 1); }),
		CODE(
			struct s { int a[100]; }; int twice(int x) {
				struct s *volatile s = 0;
				return s->a[x + 50];
			}),
		CODE(int twice(int x) {
			void (*volatile f)(void) = 0;
			f();
			return x;
		}),
	};

	for (size_t i = 0; i < LENGTH(ways); i++) {
		struct trial t = trial_once(state, ways[i]);

		assert_killed(&t, SIGSEGV);
		assert_true(t.x.null_access);
		assert_false(t.x.stack_overflow);
		trial_close(&t);
	}
}

static void fault__anywhere_else_is_only_a_signal(void **state)
{
	static const char *const ways[] = {
		CODE(int twice(int x) { return *(volatile int *)(0x123456789000 + x); }),
		CODE(int twice(int x) { return *(volatile int *)(0x1234567890000000 + x); }), /* no address at all */
		CODE(int twice(int x) {
			*(volatile char *)twice = (char)x;
			return x;
		}),
		CODE(int twice(int x) {
			raise(SIGSEGV);
			return x;
		}),
	};

	for (size_t i = 0; i < LENGTH(ways); i++) {
		struct trial t = trial_once(state, ways[i]);

		assert_killed(&t, SIGSEGV);
		assert_false(t.x.null_access);
		assert_false(t.x.stack_overflow);
		trial_close(&t);
	}
}

static void fault__that_the_candidate_handles_is_its_own(void **state)
{
	assert_is_right(state, handles_its_fault);
}

/* ---- memory ------------------------------------------------------------------------------------------------------ */

static void allocation__that_fails_is_noted(void **state)
{
	for (size_t i = 0; i < LENGTH(fails_to_allocate); i++) {
		char text[2000];
		struct trial t;

		snprintf(text, sizeof(text), "#define _GNU_SOURCE\n%s%s", fails_to_allocate[i],
			 "volatile size_t much = 1ul << 45;\nint twice(int x) { return get(much) ? x : 2 * x; }\n");
		t = trial_once(state, text);
		assert_true(t.x.alloc_failed);
		assert_right(&t);
	}
}

static void allocation__that_succeeds_is_not_noted(void **state)
{
	struct trial t = trial_once(state, CODE(int twice(int x) {
					    char *volatile s = strdup("abc");

					    s = realloc(s, 1000);
					    free(s);
					    free(malloc(0));
					    return 2 * x;
				    }));

	assert_false(t.x.alloc_failed);
	assert_right(&t);
}

static void memory__over_the_limit_is_seen(void **state)
{
	struct trial t = trial_once(state, CODE(int twice(int x) {
					    for (int i = 0; i < 1000; i++)
						    memset(malloc(1 << 20), x, 1 << 20);
					    return x;
				    }));

	assert_true(t.x.used.end == BOX_END_MEMORY || (t.x.alloc_failed && !t.x.finished));
	trial_close(&t);
}

static void memory__of_the_objects_own_data_counts(void **state)
{
	struct trial t = trial_once(state, fills_its_own_data);

	assert_true(t.x.used.end == BOX_END_MEMORY ||
		    (t.x.alloc_failed && t.x.used.exit_code == CHANNEL_EXIT_NO_MEMORY));
	assert_false(t.x.finished);
	trial_close(&t);
}

/* ---- limits ------------------------------------------------------------------------------------------------------ */

/* Runs the text once under these limits and closes it. */
static void assert_ends(void **state, const char *text, const struct run_limits *limits, enum box_end end)
{
	struct trial t = trial_open(*state, text, limits);

	trial_run(&t, TRIAL_INPUT);
	assert_int_equal(t.r, 0);
	assert_int_equal(t.x.used.end, end);
	assert_false(t.x.finished);
	assert_true(t.x.answer.len <= limits->output_bytes);
	trial_close(&t);
}

static void limit__of_cpu_time_ends_a_loop(void **state)
{
	struct run_limits limits = RUN_LIMITS_DEFAULT;

	limits.box.cpu_us = 200000;
	assert_ends(state, CODE(int twice(int x) {
			    for (volatile int i = 0;; i++)
				    x = i;
		    }),
		    &limits, BOX_END_CPU);
}

static void limit__of_wall_time_ends_a_sleep(void **state)
{
	struct run_limits limits = RUN_LIMITS_DEFAULT;

	limits.box.wall_us = 300000;
	assert_ends(state, CODE(int twice(int x) {
			    sleep(100);
			    return x;
		    }),
		    &limits, BOX_END_WALL);
}

static void limit__of_the_answer_ends_a_flood(void **state)
{
	struct run_limits limits = RUN_LIMITS_DEFAULT;

	limits.output_bytes = 100000;
	assert_ends(state, CODE(int twice(int x) {
			    static char b[4096];

			    while (write(3, b, sizeof(b)) > 0)
				    ;
			    return x;
		    }),
		    &limits, BOX_END_OUTPUT);
}

static void assert_refused(void **state, const char *text)
{
	struct trial t = trial_once(state, text);

	assert_true(t.x.used.end == BOX_END_PROCESSES || t.x.used.end == BOX_END_SYSCALL);
	assert_false(t.x.finished);
	trial_close(&t);
}

static void thread__is_refused(void **state)
{
	assert_refused(state, makes_a_thread);
}

static void process__is_refused(void **state)
{
	assert_refused(state, CODE(int twice(int x) {
			       if (fork() == 0)
				       _exit(0);
			       return 2 * x;
		       }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(fault__below_the_stack_is_a_stack_overflow),
		BOTH(fault__in_the_first_page_is_a_null_access),
		BOTH(fault__anywhere_else_is_only_a_signal),
		BOTH(fault__that_the_candidate_handles_is_its_own),
		BOTH(allocation__that_fails_is_noted),
		BOTH(allocation__that_succeeds_is_not_noted),
		BOTH(memory__over_the_limit_is_seen),
		BOTH(memory__of_the_objects_own_data_counts),
		BOTH(limit__of_cpu_time_ends_a_loop),
		BOTH(limit__of_wall_time_ends_a_sleep),
		BOTH(limit__of_the_answer_ends_a_flood),
		BOTH(thread__is_refused),
		BOTH(process__is_refused),
	};

	return cmocka_run_group_tests(tests, workbench_open, workbench_close);
}
