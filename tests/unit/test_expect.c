/* What expect promises: a promise is asked of the tests that were run, and the first that is not kept is named. */
#include "judge/author/expect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define AC  VERDICT_BIT(VERDICT_AC)
#define WA  VERDICT_BIT(VERDICT_WA)
#define TLE VERDICT_BIT(VERDICT_TLE)
#define RTE VERDICT_BIT(VERDICT_RTE)

static const struct problem_test tests[] = {
	{ .group = "sample", .name = "1", .file = "data/sample/1.in" },
	{ .group = "secret", .name = "a", .file = "data/secret/a.in" },
	{ .group = "secret", .name = "b", .file = "data/secret/b.in" },
};

struct asked {
	struct problem_expectation x;
	enum verdict got[3]; /* VERDICT_NONE: not run */
	const char *pattern; /* of tests */
	const char *why;     /* "": it is kept */
};

/* Of the format's: all three tests, and their verdicts as a report has them. */
static void make_report(const enum verdict got[3], struct report_test list[3], struct report *r)
{
	*r = (struct report){ .tests = list, .n_tests = 3, .judgement.verdict = VERDICT_AC };
	for (size_t i = 0; i < 3; i++) {
		list[i] =
			(struct report_test){ .test = &tests[i], .judgement.verdict = got[i], .cpu_us = 10 * (i + 1) };
		if (r->judgement.verdict == VERDICT_AC && got[i] != VERDICT_NONE)
			r->judgement.verdict = got[i];
	}
}

static void promise__is_kept_or_the_first_breach_is_named(void **state)
{
	static const struct asked rows[] = {
		{ { .permitted = AC }, { VERDICT_AC, VERDICT_AC, VERDICT_AC }, NULL, "" },
		{ { .permitted = AC },
		  { VERDICT_AC, VERDICT_WA, VERDICT_TLE },
		  NULL,
		  "x promises AC, but test secret/a is WA" },
		/* What was not run says nothing. */
		{ { .permitted = AC }, { VERDICT_AC, VERDICT_NONE, VERDICT_NONE }, NULL, "" },
		{ { .required = WA | TLE }, { VERDICT_AC, VERDICT_AC, VERDICT_TLE }, NULL, "" },
		{ { .required = WA | TLE },
		  { VERDICT_AC, VERDICT_RTE, VERDICT_AC },
		  NULL,
		  "x promises WA or TLE in some test" },
		/* Of words that the format does not have, those that it has in their place. */
		{ { .required = WA }, { VERDICT_AC, VERDICT_NO, VERDICT_AC }, NULL, "" },
		{ { .required = RTE }, { VERDICT_AC, VERDICT_MLE, VERDICT_AC }, NULL, "" },
		/* Of some tests alone. */
		{ { .permitted = AC }, { VERDICT_AC, VERDICT_WA, VERDICT_AC }, "sample", "" },
		{ { .permitted = AC },
		  { VERDICT_AC, VERDICT_AC, VERDICT_WA },
		  "secret",
		  "x promises AC, but test secret/b is WA" },
		{ { .overall = WA }, { VERDICT_AC, VERDICT_WA, VERDICT_AC }, NULL, "" },
		{ { .overall = WA }, { VERDICT_AC, VERDICT_RTE, VERDICT_AC }, NULL, "x promises WA" },
		{ { .message = "near" },
		  { VERDICT_AC, VERDICT_AC, VERDICT_WA },
		  NULL,
		  "x promises that a validator says 'near'" },
		{ { .below_best = true },
		  { VERDICT_AC, VERDICT_AC, VERDICT_AC },
		  NULL,
		  "x promises a part of a score, and the problem gives none" },
	};
	const struct problem p = { .tests = tests, .n_tests = 3 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		cleanup_arena struct arena memory;
		struct problem_expectation x = rows[i].x;
		const struct problem_reference ref = { .expectations = &x, .n_expectations = 1 };
		struct report_test list[3];
		struct report r;
		struct glob tests_of;
		struct err e = ERR_INIT;
		char why[EXPECT_WHY_MAX] = "";

		arena_init(&memory, 1 << 16);
		x.from = "x";
		if (rows[i].pattern) {
			assert_int_equal(glob_parse(rows[i].pattern, &memory, &tests_of, &e), 0);
			x.tests = &tests_of;
		}
		make_report(rows[i].got, list, &r);
		assert_int_equal(expect_kept(&p, &ref, &r, why), !*rows[i].why);
		assert_string_equal(why, rows[i].why);
	}
}

static void promise__of_what_does_not_compile_is_kept_by_nothing_else(void **state)
{
	const struct problem_expectation any = { .from = "x" },
					 compiling = { .from = "x", .overall = VERDICT_BIT(VERDICT_CE) };
	const struct problem_reference ref = { .expectations = &any, .n_expectations = 1 },
				       open = { .expectations = &compiling, .n_expectations = 1 };
	const struct problem p = { .tests = tests };
	const struct report r = { .judgement.verdict = VERDICT_CE };
	char why[EXPECT_WHY_MAX] = "";

	(void)state;
	assert_false(expect_kept(&p, &ref, &r, why));
	assert_string_equal(why, "nothing was run");
	assert_true(expect_kept(&p, &open, &r, why));
}

static void promise__of_a_score_is_one_of_bounds(void **state)
{
	const struct problem_expectation half = { .from = "x", .has_score = true, .score_min = 50, .score_max = 50 },
					 part = { .from = "x", .below_best = true };
	const struct problem_reference exact = { .expectations = &half, .n_expectations = 1 },
				       below = { .expectations = &part, .n_expectations = 1 };
	struct problem_node node = { .name = "" };
	struct report_node out = { .verdict = VERDICT_AC };
	const struct problem p = { .scoring = true, .nodes = &node, .n_nodes = 1 };
	struct report r = { .judgement.verdict = VERDICT_AC,
			    .scored = true,
			    .best_score = 100,
			    .nodes = &out,
			    .n_nodes = 1,
			    .score = 50 };
	char why[EXPECT_WHY_MAX] = "";

	(void)state;
	assert_true(expect_kept(&p, &exact, &r, why));
	assert_true(expect_kept(&p, &below, &r, why));
	r.score = 100;
	assert_false(expect_kept(&p, &exact, &r, why));
	assert_string_equal(why, "x promises a score from 50 to 50, and that of the submission is 100");
	assert_false(expect_kept(&p, &below, &r, why));
	assert_string_equal(why, "x promises less than the best score");
}

static void time__is_bounded_by_what_the_version_says(void **state)
{
	static const struct {
		struct problem_expectation x;
		bool lower_2025_09, lower_legacy, upper;
	} rows[] = {
		{ { .permitted = AC }, true, true, false },
		{ { .permitted = AC | WA }, true, false, false },
		{ { .permitted = AC | TLE, .required = TLE }, false, false, true },
		{ { .required = TLE | RTE }, false, false, false },
		{ { .permitted = AC, .time = TIME_BOUND_NONE }, false, false, false },
		{ { .time = TIME_BOUND_LOWER }, true, true, false },
		{ { .time = TIME_BOUND_UPPER }, false, false, true },
	};
	const struct problem later = { .format = PROBLEM_2025_09 }, legacy = { .format = PROBLEM_LEGACY };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct problem_reference ref = { .expectations = &rows[i].x, .n_expectations = 1 };

		assert_int_equal(expect_bounds_time(&later, &ref, TIME_BOUND_LOWER), rows[i].lower_2025_09);
		assert_int_equal(expect_bounds_time(&legacy, &ref, TIME_BOUND_LOWER), rows[i].lower_legacy);
		assert_int_equal(expect_bounds_time(&later, &ref, TIME_BOUND_UPPER), rows[i].upper);
	}
}

static void time__is_that_of_the_slowest_test_that_was_run(void **state)
{
	static const enum verdict got[3] = { VERDICT_AC, VERDICT_WTL, VERDICT_NONE };
	const struct problem_expectation x = { .permitted = AC };
	const struct problem_reference ref = { .expectations = &x, .n_expectations = 1 };
	const struct problem p = { .format = PROBLEM_LEGACY };
	struct report_test list[3];
	struct report r;
	bool exceeded;

	(void)state;
	make_report(got, list, &r);
	assert_int_equal(expect_time_us(&p, &ref, TIME_BOUND_LOWER, &r, &exceeded), 20);
	assert_true(exceeded);
	assert_int_equal(expect_time_us(&p, &ref, TIME_BOUND_UPPER, &r, &exceeded), 0);
	assert_false(exceeded);
}

static void verdict__of_one_test_may_be_what_no_promise_forbids(void **state)
{
	const struct problem_expectation x = { .permitted = AC | WA };
	const struct problem_reference theirs = { .expectations = &x, .n_expectations = 1 },
				       ours = { .expected.verdict = VERDICT_WA },
				       good = { .expected.verdict = VERDICT_AC };

	(void)state;
	assert_true(expect_permits(&theirs, &tests[0], VERDICT_NO));
	assert_false(expect_permits(&theirs, &tests[0], VERDICT_TLE));
	assert_true(expect_permits(&ours, &tests[0], VERDICT_AC));
	assert_false(expect_permits(&ours, &tests[0], VERDICT_RTE));
	assert_false(expect_permits(&good, &tests[0], VERDICT_WA));
}

int main(void)
{
	const struct CMUnitTest cases[] = {
		cmocka_unit_test(promise__is_kept_or_the_first_breach_is_named),
		cmocka_unit_test(promise__of_what_does_not_compile_is_kept_by_nothing_else),
		cmocka_unit_test(promise__of_a_score_is_one_of_bounds),
		cmocka_unit_test(time__is_bounded_by_what_the_version_says),
		cmocka_unit_test(time__is_that_of_the_slowest_test_that_was_run),
		cmocka_unit_test(verdict__of_one_test_may_be_what_no_promise_forbids),
	};

	return cmocka_run_group_tests_name("expect", cases, NULL, NULL);
}
