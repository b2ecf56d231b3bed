/* What counted runs are told of clocks and chance, in real boxes: always the same, a function of a seed. */
#include "tests/support/counted.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

/* Each returns a number that is drawn, or that says how late it is. */
static const char *const drawn[] = {
	"time(0)",
	"(long)clock() * 1000 + time(0)",
	"({ struct timeval t; gettimeofday(&t, 0); t.tv_sec * 31 + t.tv_usec; })",
	"({ struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); t.tv_sec * 31 + t.tv_nsec; })",
	"({ struct timespec t; timespec_get(&t, TIME_UTC); t.tv_sec * 31 + t.tv_nsec; })",
	"({ struct tms t; (long)times(&t); })",
	"({ long r; getrandom(&r, 8, 0); r; })",
	"({ long r; getentropy(&r, 8); r; })",
	"({ long r; memcpy(&r, (void *)getauxval(AT_RANDOM), 8); r; })",
	"rand()",
	"random()",
	"lrand48()",
	"mrand48()",
	"(long)(drand48() * 1000000)",
	"getpid()",
	"(srand(time(0)), rand())",
	"({ long r; syscall(SYS_getrandom, &r, 8, 0); r; })",
	"({ struct timespec t; syscall(SYS_clock_gettime, CLOCK_REALTIME, &t); t.tv_sec * 31 + t.tv_nsec; })",
	"({ struct timeval t; syscall(SYS_gettimeofday, &t, 0); t.tv_sec * 31 + t.tv_usec; })",
	"syscall(SYS_getpid)",
};

#define DRAWING                                                                                                     \
	"#define _GNU_SOURCE\n#include <stdlib.h>\n#include <string.h>\n#include <time.h>\n#include <sys/time.h>\n" \
	"#include <sys/times.h>\n#include <sys/random.h>\n#include <sys/syscall.h>\n#include <sys/auxv.h>\n"        \
	"#include <unistd.h>\n"

static void counted__chance_is_a_function_of_the_seed(void **state)
{
	const struct run_counting other = { .budget = COUNTED_BUDGET, .seed = 2 };
	char bodies[LENGTH(drawn)][256];
	const char *texts[LENGTH(drawn)];
	struct run_box *rb;

	for (size_t i = 0; i < LENGTH(drawn); i++) {
		snprintf(bodies[i], sizeof(bodies[i]),
			 "{ unsigned long r = %s; volatile long s = 0;"
			 " for (r = r * 0x9e3779b97f4a7c15 >> 48; r > 0; r--) s++; return n; }",
			 drawn[i]);
		texts[i] = bodies[i];
	}
	rb = counted_many(*state, DRAWING, texts, LENGTH(texts));
	for (size_t i = 0; i < LENGTH(drawn); i++) {
		struct run_cost first = counted_cost(rb, (long)i, &counted_whole, 0),
				again = counted_cost(rb, (long)i, &counted_whole, 0);
		struct run_cost third = counted_cost(rb, (long)i, &other, 0);

		counted_same(&first, &again);
		if (!first.drew || first.ticks == third.ticks)
			fail_msg("%s: drew %d, %lu and %lu steps", drawn[i], first.drew, first.ticks, third.ticks);
	}
	run_box_close(rb);
}

static void counted__what_is_seeded_does_not_draw(void **state)
{
	struct run_box *rb = counted_kernel(*state, DRAWING "long kernel(long n) { srand(42); srand48(7);"
							    " return rand() + lrand48() + n; }");

	assert_false(counted_cost(rb, 0, &counted_whole, 0).drew);
	run_box_close(rb);
}

static void counted__nobody_sleeps_but_the_clock_goes_on(void **state)
{
	struct run_box *rb = counted_kernel(
		*state, DRAWING "long kernel(long n) { long t = time(0); sleep(3600);"
				" usleep(1); nanosleep(&(struct timespec){ 1, 5 }, 0);"
				" syscall(SYS_nanosleep, &(struct timespec){ 9, 0 }, 0);"
				" if (syscall(SYS_write, -1, &t, 8) != -1 || time(0) - t < 3610) abort(); return n; }");

	assert_true(counted_cost(rb, 0, &counted_whole, 0).ticks < 100);
	run_box_close(rb);
}

/* Each clock is at that time, or behind it, when who slept until then looks again. */
static void counted__who_sleeps_until_a_time_wakes_up_behind_it(void **state)
{
	struct run_box *rb = counted_kernel(
		*state, DRAWING
		"static void until(clockid_t c) { struct timespec now, then; clock_gettime(c, &then);"
		" then.tv_sec += 100; clock_nanosleep(c, TIMER_ABSTIME, &then, 0); clock_gettime(c, &now);"
		" if (now.tv_sec < then.tv_sec || now.tv_sec > then.tv_sec + 1) abort(); }\n"
		"long kernel(long n) { until(CLOCK_REALTIME); until(CLOCK_MONOTONIC); until(CLOCK_PROCESS_CPUTIME_ID);"
		" struct timespec past = { 5, 0 }; long t = time(0);"
		" clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &past, 0); if (time(0) - t > 1) abort(); return n; }");

	assert_true(counted_cost(rb, 0, &counted_whole, 0).ticks < 100);
	run_box_close(rb);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counted__chance_is_a_function_of_the_seed),
		cmocka_unit_test(counted__what_is_seeded_does_not_draw),
		cmocka_unit_test(counted__nobody_sleeps_but_the_clock_goes_on),
		cmocka_unit_test(counted__who_sleeps_until_a_time_wakes_up_behind_it),
	};

	return cmocka_run_group_tests(tests, counted_open, counted_close);
}
