/* What standard_submissions promises: references that tests judge, with what the legacy format promised of them. */
#include "judge/package/standard.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void references__that_tests_cannot_reject_stay_behind(void **state)
{
	static const struct {
		struct problem_reference reference;
		bool taken;
	} rows[] = {
		{ { .expected = { VERDICT_AC, "" } }, true },
		{ { .expected = { VERDICT_WA, "" } }, true },
		{ { .expected = { VERDICT_TLE, "" } }, true },
		{ { .expected = { VERDICT_TLE, "complexity: O(n^2)" } }, false },
		{ { .expected = { VERDICT_TLE, "" }, .family = "random" }, false },
		{ { .expected = { VERDICT_RTE, "SIGSEGV" } }, true },
		{ { .expected = { VERDICT_RTE, "leak" } }, false },
		{ { .expected = { VERDICT_CE, "" } }, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(standard_takes(&rows[i].reference), rows[i].taken);
}

#define WA  VERDICT_BIT(VERDICT_WA)
#define RTE VERDICT_BIT(VERDICT_RTE)

static void put_row(const struct problem_reference *ref, double best, struct buf *out)
{
	struct problem_node node = { .name = "secret" };
	const struct standard_node to = { .folder = "secret", .max_score = best };
	const struct problem p = {
		.format = PROBLEM_LEGACY, .references = ref, .n_references = 1, .nodes = &node, .n_nodes = best > 0
	};
	struct err e = ERR_INIT;
	const struct standard s = { .p = &p, .nodes = best > 0 ? &to : NULL, .e = &e };

	buf_init(out, 4096);
	assert_int_equal(standard_submissions_yaml(&s, out), 0);
}

static void submissions_yaml__says_what_folders_do_not(void **state)
{
	static const struct problem_expectation crash = { .required = RTE }, mark = { .overall = WA | RTE },
						slow = { .permitted = VERDICT_BIT(VERDICT_AC),
							 .time = TIME_BOUND_NONE },
						part = { .overall = VERDICT_BIT(VERDICT_AC), .below_best = true };
	static const struct {
		struct problem_reference ref;
		double best;
		const char *text;
	} rows[] = {
		{ { .file = "wrong_answer/a.c", .expectations = &crash, .n_expectations = 1 }, 0, "" },
		{ { .file = "run_time_error/a.c", .expectations = &crash, .n_expectations = 1 },
		  0,
		  "run_time_error:\n  permitted: [AC, WA, TLE, RTE]\n\"run_time_error/a.c\":\n"
		  "  permitted: [AC, WA, TLE, RTE]\n  required: [RTE]\n" },
		{ { .file = "mixed/a.c", .expectations = &mark, .n_expectations = 1 },
		  0,
		  "\"mixed/a.c\":\n  permitted: [AC, WA, TLE, RTE]\n  required: [WA, RTE]\n" },
		{ { .file = "slow_accepted/a.c", .expectations = &slow, .n_expectations = 1 },
		  0,
		  "\"slow_accepted/a.c\":\n  permitted: [AC]\n  use_for_time_limit: false\n" },
		{ { .file = "partially_accepted/a.c", .expectations = &part, .n_expectations = 1 },
		  100,
		  "\"partially_accepted/a.c\":\n  permitted: [AC, WA, TLE, RTE]\n  score: [0, 99.9999]\n" },
		{ { .file = "partially_accepted/a.c", .expectations = &part, .n_expectations = 1 },
		  INFINITY,
		  "\"partially_accepted/a.c\":\n  permitted: [AC, WA, TLE, RTE]\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		cleanup_buf struct buf out;

		put_row(&rows[i].ref, rows[i].best, &out);
		assert_string_equal(out.len ? out.data : "", rows[i].text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(references__that_tests_cannot_reject_stay_behind),
		cmocka_unit_test(submissions_yaml__says_what_folders_do_not),
	};

	return cmocka_run_group_tests_name("standard_submissions", tests, NULL, NULL);
}
