/*
 * What time_limit promises: nothing of problem.yaml but the limit is ever changed, and where it gives none, the
 * references say what it is, once for each content of the package.
 */
#include "judge/author/time_limit.h"
#include "sandbox/base/buf.h"
#include "sandbox/base/clock.h"
#include "tests/support/workshop.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

static void time_limit__changes_the_value_and_nothing_else(void **state)
{
	static const struct {
		const char *before;
		uint64_t us;
		const char *after;
	} edits[] = {
		{ "limits:\n  time_limit: 2.0 # seconds\n  memory: 64\n", 3000000,
		  "limits:\n  time_limit: 3 # seconds\n  memory: 64\n" },
		{ "limits: {memory: 64, time_limit: 1, output: 1}\n", 500000,
		  "limits: {memory: 64, time_limit: 0.5, output: 1}\n" },
		{ "limits: {time_limit: 1}", 2000000, "limits: {time_limit: 2}" },
		{ "limits: { memory: 64 } # small\nuuid: x\n", 2000000,
		  "limits: {time_limit: 2,  memory: 64 } # small\nuuid: x\n" },
		{ "limits: {}\n", 2000000, "limits: {time_limit: 2}\n" },
		{ "# top\nlimits: # of a test\n    memory: 64\nuuid: x\n", 10000000,
		  "# top\nlimits: # of a test\n    time_limit: 10\n    memory: 64\nuuid: x\n" },
		{ "uuid: x", 2000000, "uuid: x\nlimits:\n  time_limit: 2\n" },
		{ "limits:\n  time_limit:   0.25\n", 1250000, "limits:\n  time_limit:   1.25\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(edits); i++) {
		cleanup_buf struct buf out;
		struct err e = ERR_INIT;

		buf_init(&out, 4096);
		assert_int_equal(time_limit_edit(edits[i].before, strlen(edits[i].before), edits[i].us, &out, &e), 0);
		assert_string_equal(out.data, edits[i].after);
	}
}

static void time_limit__refuses_what_it_could_not_change_safely(void **state)
{
	static const char *const bad[] = {
		"limits:\n  \"time_limit\" : 2\n",
		"limits:\n  ? time_limit\n  : 2\n",
		"limits: [\n",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		cleanup_buf struct buf out;
		struct err e = ERR_INIT;

		buf_init(&out, 4096);
		assert_int_equal(time_limit_edit(bad[i], strlen(bad[i]), 1000000, &out, &e), -EINVAL);
		assert_int_equal(strncmp(e.text, "problem.yaml:", 13), 0);
	}
}

/* ---- inferring --------------------------------------------------------------------------------------------------- */

#define NO_LIMIT                                       \
	"problem_format_version: 2025-09\n"            \
	"type: pass-fail\n"                            \
	"name: {en: Twice}\n"                          \
	"uuid: 6f0b4a52-6d0c-4c43-9c87-2f6f3c1f5a13\n" \
	"license: public domain\n"                     \
	"limits: {memory: 64, time_resolution: 0.25, " \
	"time_multipliers: {ac_to_time_limit: 3}}\n"

/* Spins for so many milliseconds of CPU time for each call with 4, of which the samples have one. */
#define SPIN(ms)                                                                                                 \
	"#include <time.h>\n" TWICE("	const clock_t begin = clock();\n"                                          \
				    "	while (x == 4 && clock() - begin < " #ms " * CLOCKS_PER_SEC / 1000) ;\n" \
				    "	return x + x;")

static void count(void *arg)
{
	++*(int *)arg;
}

/* The limit that counts now, in milliseconds, and how often something was measured. */
static unsigned infer(struct workshop *w, bool expected, int *measured)
{
	struct err e = ERR_INIT;
	bool inferred;

	workshop_load(w);
	if (time_limit_infer(w->judge, w->problem, count, measured, &inferred, &e) < 0)
		fail_msg("%s", e.text);
	assert_int_equal(inferred, expected);
	return (unsigned)(w->problem->limits.box.cpu_us / 1000);
}

static void inferred__is_what_the_accepted_references_ask_for_times_the_margin(void **state)
{
	int measured = 0;
	unsigned ms;

	workshop_put(*state, "problem.yaml", NO_LIMIT);
	assert_int_equal(infer(*state, true, &measured), 250);
	/* At least 200 ms, times 3, in steps of 250 ms; a slow host may need more. */
	workshop_put(*state, "submissions/accepted/shift.c", SPIN(200));
	ms = infer(*state, true, &measured);
	assert_int_equal(measured, 2);
	assert_true(ms >= 750 && ms % 250 == 0);
	/* The same package: the same limit, and nothing is run. */
	assert_int_equal(infer(*state, true, &measured), ms);
	assert_int_equal(measured, 2);
}

static void inferred__leaves_a_wall_limit_that_is_given(void **state)
{
	struct workshop *w = *state;
	int measured = 0;

	workshop_put(w, "problem.yaml", NO_LIMIT);
	assert_int_equal(infer(w, true, &measured), 250);
	/* That of the workshop; it would be 1.5 s. */
	assert_int_equal(w->problem->limits.box.wall_us, 1000000);
	workshop_put(w, "judge.yaml",
		     "format: 1\nsection: s\ndifficulty: easy\ndriver: driver.c\nprelude: twice.h\n"
		     "signature:\n  - {name: twice, type: \"int (int)\"}\n"
		     "model: accepted/sum.c\n" WORKSHOP_GROUPS WORKSHOP_TESTS WORKSHOP_REFERENCES);
	assert_int_equal(infer(w, true, &measured), 250);
	assert_int_equal(w->problem->limits.box.wall_us, 1500000);
}

static void inferred__is_nothing_where_the_package_has_a_limit(void **state)
{
	struct workshop *w = *state;
	const uint64_t before = w->problem->limits.box.cpu_us;
	int measured = 0;

	assert_int_equal(infer(w, false, &measured), before / 1000);
	assert_int_equal(measured, 0);
}

static void inferred__is_nothing_from_references_that_break_their_promise(void **state)
{
	int measured = 0;

	workshop_put(*state, "problem.yaml", NO_LIMIT);
	workshop_put(*state, "submissions/accepted/shift.c", TWICE("	return 3 * x;"));
	assert_int_equal(infer(*state, false, &measured), 2000);
	assert_int_equal(infer(*state, false, &measured), 2000);
	assert_int_equal(measured, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(time_limit__changes_the_value_and_nothing_else),
		cmocka_unit_test(time_limit__refuses_what_it_could_not_change_safely),
		cmocka_unit_test_setup(inferred__is_what_the_accepted_references_ask_for_times_the_margin,
				       workshop_reset),
		cmocka_unit_test_setup(inferred__leaves_a_wall_limit_that_is_given, workshop_reset),
		cmocka_unit_test_setup(inferred__is_nothing_where_the_package_has_a_limit, workshop_reset),
		cmocka_unit_test_setup(inferred__is_nothing_from_references_that_break_their_promise, workshop_reset),
	};

	return cmocka_run_group_tests_name("time_limit", tests, workshop_open, workshop_close);
}
