/* What time_limit promises of problem.yaml: the rules are read, and nothing but the limit is ever changed. */
#include "judge/author/time_limit.h"
#include "sandbox/base/buf.h"
#include "tests/support/package_fixture.h"

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

static void time_limit__reads_the_rules_of_the_package(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = place_load(place);
	struct time_rules rules;
	struct err e = ERR_INIT;

	assert_int_equal(time_rules_read(p, &rules, &e), 0);
	assert_true(rules.ac_to_time_limit == 2.0 && rules.time_limit_to_tle == 1.5 && rules.resolution == 1.0);
	place_put(
		place, "problem.yaml",
		"limits:\n  time_resolution: 0.25\n  time_multipliers: {ac_to_time_limit: 3, time_limit_to_tle: 2}\n");
	assert_int_equal(time_rules_read(p, &rules, &e), 0);
	assert_true(rules.ac_to_time_limit == 3.0 && rules.time_limit_to_tle == 2.0 && rules.resolution == 0.25);
	place_put(place, "problem.yaml", "limits: {time_resolution: soon}\n");
	assert_int_equal(time_rules_read(p, &rules, &e), -EINVAL);
	assert_string_equal(e.text, "problem.yaml:1: limits.time_resolution: is no number from 0.01 on");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(time_limit__changes_the_value_and_nothing_else),
		cmocka_unit_test(time_limit__refuses_what_it_could_not_change_safely),
		cmocka_unit_test_setup_teardown(time_limit__reads_the_rules_of_the_package, place_make_ours,
						place_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
