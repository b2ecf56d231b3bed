/*
 * What complexity_judge promises, on curves that are made up: each verdict with its reason, what comes first where
 * several would do, and the benefit of the doubt, told.
 */
#include "judge/complexity.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define FIRST 64u

/* Sizes as of a ladder, with these steps and bytes. */
static struct cost_curve curve(double (*steps)(double n), double (*bytes)(double n), uint64_t last)
{
	struct cost_curve c = { .end = COST_END_SIZES, .end_n = last };

	for (uint64_t n = FIRST; n <= last; n += n & (n - 1) ? n / 3 : n / 2)
		c.points[c.n_points++] = (struct cost_point){ .n = n,
							      .ticks = (uint64_t)steps((double)n),
							      .least_ticks = (uint64_t)steps((double)n),
							      .most_ticks = (uint64_t)steps((double)n),
							      .heap_bytes = (uint64_t)bytes((double)n),
							      .cpu_us = 1000,
							      .seeds = 1 };
	return c;
}

static double nothing(double n)
{
	return 0 * n;
}
static double linear(double n)
{
	return 20 * n;
}
static double triple(double n)
{
	return 60 * n;
}
static double square(double n)
{
	return n * n;
}
static double between(double n)
{
	return 20 * n * pow(log2(n), 0.4);
}
static double late(double n)
{
	return 20 * n + (n > 30000 ? n * n / 40 : 0);
}

static struct problem_family family(const char *time, const char *space)
{
	static const char *const names[] = { "n", "E" };
	struct problem_family f = { .name = "fill", .what = "w", .generate = "{n}", .time = time, .space = space };
	struct err e = ERR_INIT;

	f.sizes[0] = (struct problem_size){ .name = "E", .is = "4 n" };
	f.n_sizes = 1;
	assert_int_equal(formula_parse("4 n", names, 1, &f.sizes[0].formula, &e), 0);
	if (time)
		assert_int_equal(formula_parse(time, names, 2, &f.time_formula, &e), 0);
	if (space)
		assert_int_equal(formula_parse(space, names, 2, &f.space_formula, &e), 0);
	return f;
}

static struct complexity_outcome judge(const struct problem_family *f, const struct cost_curve *c,
				       const struct cost_curve *reference)
{
	struct complexity_outcome o;

	complexity_judge(f, c, reference, false, false, &o);
	return o;
}

static void assert_outcome(const struct complexity_outcome *o, enum verdict v, const char *reason)
{
	if (o->judgement.verdict != v || strcmp(o->judgement.reason, reason))
		fail_msg("%s/%s", verdict_id(o->judgement.verdict), o->judgement.reason);
}

static void growth__within_the_limits_is_accepted_without_a_word(void **state)
{
	const struct problem_family f = family("n", "1");
	const struct cost_curve c = curve(linear, nothing, 65536);
	struct complexity_outcome o = judge(&f, &c, &c);

	(void)state;
	assert_outcome(&o, VERDICT_AC, "");
	assert_string_equal(o.remark, "");
	assert_false(o.by_class);
	assert_int_equal(o.time.found.class, FIT_N);
	assert_int_equal(o.space.found.class, FIT_ONE);
	assert_true(o.time.ratio > 0.99 && o.time.ratio < 1.01);
}

static void growth__over_a_limit_is_named(void **state)
{
	const struct problem_family f = family("n", "1"), sum = family("E + log E", NULL);
	const struct cost_curve slow = curve(square, nothing, 4096), large = curve(linear, linear, 65536);
	struct complexity_outcome o = judge(&f, &slow, NULL);

	(void)state;
	assert_outcome(&o, VERDICT_TLE, "complexity: O(n^2) found, O(n) allowed");
	assert_true(o.by_class && o.time.exceeds && !o.space.exceeds);
	o = judge(&f, &large, NULL);
	assert_outcome(&o, VERDICT_MLE, "complexity: O(n) found, O(1) allowed");
	assert_true(o.by_class && o.space.exceeds && !o.time.exceeds);
	o = judge(&sum, &slow, NULL);
	assert_outcome(&o, VERDICT_TLE, "complexity: O(n^2) found, O(E + log E) allowed");
	complexity_judge(&f, &slow, NULL, false, true, &o);
	assert_outcome(&o, VERDICT_TLE, "complexity: O(n^2) found, O(n) allowed (fill)");
}

static void growth__that_turns_late_is_not_called_what_is_allowed(void **state)
{
	const struct problem_family f = family("n", NULL);
	const struct cost_curve c = curve(late, nothing, 131072);
	struct complexity_outcome o = judge(&f, &c, NULL);

	(void)state;
	assert_int_equal(o.judgement.verdict, VERDICT_TLE);
	assert_null(strstr(o.judgement.reason, "O(n) found"));
}

static void growth__without_a_limit_is_named_only(void **state)
{
	const struct problem_family f = family(NULL, NULL);
	const struct cost_curve c = curve(square, linear, 4096);
	struct complexity_outcome o = judge(&f, &c, NULL);

	(void)state;
	assert_outcome(&o, VERDICT_AC, "");
	assert_int_equal(o.time.found.class, FIT_N2);
	assert_string_equal(o.remark, "");
}

static void doubt__is_for_the_submission_and_told(void **state)
{
	const struct problem_family f = family("n", NULL);
	const struct cost_curve few = curve(square, nothing, 128), near = curve(between, nothing, 1 << 20);
	struct complexity_outcome o = judge(&f, &few, NULL);

	(void)state;
	assert_outcome(&o, VERDICT_AC, "");
	assert_non_null(strstr(o.remark, "too few sizes"));
	o = judge(&f, &near, NULL);
	if (o.time.held.end == FIT_UNDECIDED) {
		assert_outcome(&o, VERDICT_AC, "");
		assert_non_null(strstr(o.remark, "not told apart; decided in its favour"));
	} else {
		assert_int_equal(o.judgement.verdict, o.time.held.end == FIT_EXCEEDS ? VERDICT_TLE : VERDICT_AC);
	}
}

static double near_below(double n)
{
	return 20 * pow(n, 1.03);
}
static double near_above(double n)
{
	return 20 * pow(n, 1.05);
}
static double clear_below(double n)
{
	return 20 * pow(n, 1.01);
}
/* On either side of the threshold, which is a slope of 0.04; what is far from it is worth no larger sizes. */
static void doubt__is_worth_larger_sizes(void **state)
{
	const struct problem_family f = family("n", NULL), space = family(NULL, "n");
	const struct {
		double (*grows)(double n);
		bool close;
	} rows[] = { { clear_below, false }, { near_below, true }, { near_above, true }, { square, false } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct cost_curve steps = curve(rows[i].grows, nothing, 1 << 20);
		const struct cost_curve bytes = curve(nothing, rows[i].grows, 1 << 20);

		assert_int_equal(complexity_is_close(&f, &steps), rows[i].close);
		assert_int_equal(complexity_is_close(&space, &bytes), rows[i].close);
	}
	assert_false(complexity_is_close(&f, &(const struct cost_curve){ .n_points = 0 }));
}

static void end__of_each_kind_has_its_verdict(void **state)
{
	static const struct {
		enum cost_end end;
		const char *detail;
		enum verdict verdict;
		const char *reason;
	} rows[] = {
		{ COST_END_CEILING, "", VERDICT_AC, "" },
		{ COST_END_SIZES, "", VERDICT_AC, "" },
		{ COST_END_CRASH, "SIGSEGV", VERDICT_RTE, "SIGSEGV at n = 98304" },
		{ COST_END_CRASH, "", VERDICT_RTE, "it crashed at n = 98304" },
		{ COST_END_TIME, "", VERDICT_TLE, "over the CPU time limit at n = 98304" },
		{ COST_END_MEMORY, "", VERDICT_MLE, "over the memory limit at n = 98304" },
		{ COST_END_OUTPUT, "", VERDICT_OLE, "it printed too much at n = 98304" },
		{ COST_END_CONDUCT, "the input was changed", VERDICT_WA, "the input was changed at n = 98304" },
		{ COST_END_CONDUCT, "a\033[2J", VERDICT_WA, "a\\x1b[2J at n = 98304" },
		{ COST_END_ANSWER, "", VERDICT_WA, "its answer is wrong at n = 98304" },
		{ COST_END_FORGED, "", VERDICT_RTE, "what counts was disturbed at n = 98304" },
	};
	const struct problem_family f = family("n", "1");

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct cost_curve c = curve(linear, nothing, 65536);
		struct complexity_outcome o;

		c.end = rows[i].end;
		c.end_n = 98304;
		snprintf(c.end_detail, sizeof(c.end_detail), "%s", rows[i].detail);
		o = judge(&f, &c, NULL);
		assert_outcome(&o, rows[i].verdict, rows[i].reason);
		assert_false(o.by_class);
	}
}

static void growth__explains_a_limit_that_was_met(void **state)
{
	const struct problem_family f = family("n", "1");
	struct cost_curve c = curve(linear, linear, 65536);
	struct complexity_outcome o;

	(void)state;
	c.end = COST_END_MEMORY;
	o = judge(&f, &c, NULL);
	assert_outcome(&o, VERDICT_MLE, "complexity: O(n) found, O(1) allowed");
}

static void budget__is_over_where_the_reference_needs_little(void **state)
{
	const struct problem_family f = family("n", NULL);
	const struct cost_curve reference = curve(linear, nothing, 65536);
	struct cost_curve c = curve(linear, nothing, 512), none = { .end = COST_END_BUDGET, .end_n = 64 };
	struct complexity_outcome o;

	(void)state;
	c.end = COST_END_BUDGET;
	c.end_n = 768;
	o = judge(&f, &c, &reference);
	assert_outcome(&o, VERDICT_TLE, "complexity: over 80,000,000 steps at n = 768, the reference takes 15,360");
	assert_false(o.by_class);
	o = judge(&f, &none, &reference);
	assert_outcome(&o, VERDICT_TLE, "complexity: over 80,000,000 steps at n = 64, the reference takes 1,280");
	/* Nobody knows what it should have taken there. */
	c.end_n = 768 + 1;
	o = judge(&f, &c, &reference);
	assert_outcome(&o, VERDICT_AC, "");
	assert_non_null(strstr(o.remark, "n = 769 it took more steps"));
}

static void ratio__is_a_limit_of_its_own(void **state)
{
	struct problem_family f = family("n", "n");
	const struct cost_curve reference = curve(linear, linear, 65536), c = curve(triple, linear, 65536);
	struct complexity_outcome o;

	(void)state;
	f.time_ratio = 4;
	o = judge(&f, &c, &reference);
	assert_outcome(&o, VERDICT_AC, "");
	f.time_ratio = 2.5;
	o = judge(&f, &c, &reference);
	assert_outcome(&o, VERDICT_TLE, "complexity: 3.0 times the steps of the reference, 2.5 allowed");
	assert_true(o.time.exceeds && !o.by_class);
	f.time_ratio = 0;
	f.space_ratio = 1;
	o = judge(&f, &c, &reference);
	assert_outcome(&o, VERDICT_AC, "");
}

static void unsteady__counts_are_told(void **state)
{
	const struct problem_family f = family("n", NULL);
	struct cost_curve c = curve(linear, nothing, 65536);
	struct complexity_outcome o;

	(void)state;
	c.unsteady = true;
	c.unsteady_n = 128;
	o = judge(&f, &c, NULL);
	assert_outcome(&o, VERDICT_AC, "");
	assert_non_null(strstr(o.remark, "n = 128 took other numbers of steps"));
}

static void cpu__is_looked_at_where_steps_are_not_believed(void **state)
{
	const struct problem_family f = family("n", NULL);
	const struct cost_curve reference = curve(linear, nothing, 65536);
	struct cost_curve c = curve(linear, nothing, 65536);
	struct complexity_outcome o;

	(void)state;
	/* Some times slower, as another machine or a full cache makes it: nothing. */
	for (size_t i = 0; i < c.n_points; i++)
		c.points[i].cpu_us = 1000 + c.points[i].n / 8;
	complexity_judge(&f, &c, &reference, true, false, &o);
	assert_outcome(&o, VERDICT_AC, "");
	/* The square of n, beside steps that say n. */
	for (size_t i = 0; i < c.n_points; i++)
		c.points[i].cpu_us = 1000 + c.points[i].n * c.points[i].n / 4096;
	complexity_judge(&f, &c, &reference, true, false, &o);
	assert_outcome(&o, VERDICT_TLE, "complexity: CPU time grows like O(n^2), O(n) allowed");
	assert_non_null(strstr(o.remark, "times the CPU time that it takes the reference"));
	/* The mark alone is reason enough to look. */
	complexity_judge(&f, &c, &reference, false, false, &o);
	assert_int_equal(o.judgement.verdict, VERDICT_TLE);
	/* And without either CPU time is nobody's business. */
	complexity_judge(&f, &c, NULL, false, false, &o);
	assert_outcome(&o, VERDICT_AC, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(growth__within_the_limits_is_accepted_without_a_word),
		cmocka_unit_test(growth__over_a_limit_is_named),
		cmocka_unit_test(growth__that_turns_late_is_not_called_what_is_allowed),
		cmocka_unit_test(growth__without_a_limit_is_named_only),
		cmocka_unit_test(doubt__is_for_the_submission_and_told),
		cmocka_unit_test(doubt__is_worth_larger_sizes),
		cmocka_unit_test(end__of_each_kind_has_its_verdict),
		cmocka_unit_test(growth__explains_a_limit_that_was_met),
		cmocka_unit_test(budget__is_over_where_the_reference_needs_little),
		cmocka_unit_test(ratio__is_a_limit_of_its_own),
		cmocka_unit_test(unsteady__counts_are_told),
		cmocka_unit_test(cpu__is_looked_at_where_steps_are_not_believed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
