/* What score promises: verdicts and scores put together as the tree says, and nothing beyond a bound. */
#include "judge/score.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/*
 * data/ with a sample, and secret with two groups: one of two tests, one of a test alone. The nodes are filled in by
 * each case.
 */
enum { ROOT, SAMPLE, SECRET, FIRST, SECOND, NODES };
enum { TEST_SAMPLE, TEST_A, TEST_B, TEST_C, TESTS };

static const struct problem_test tests[TESTS] = {
	{ .group = "sample", .name = "1", .node = SAMPLE, .sample = true },
	{ .group = "first", .name = "a", .node = FIRST },
	{ .group = "first", .name = "b", .node = FIRST },
	{ .group = "second", .name = "c", .node = SECOND },
};
static const struct problem_item of_root[] = { { false, SAMPLE }, { false, SECRET } };
static const struct problem_item of_sample[] = { { true, TEST_SAMPLE } };
static const struct problem_item of_secret[] = { { false, FIRST }, { false, SECOND } };
static const struct problem_item of_first[] = { { true, TEST_A }, { true, TEST_B } };
static const struct problem_item of_second[] = { { true, TEST_C } };

struct scene {
	struct problem_node nodes[NODES];
	struct problem problem;
	struct report report;
	struct report_test tests[TESTS];
};

static void begin(struct scene *s, enum problem_format format)
{
	static const struct {
		const char *name;
		size_t parent;
		const struct problem_item *items;
		size_t n;
	} rows[NODES] = {
		{ "", ROOT, of_root, 2 },
		{ "sample", ROOT, of_sample, 1 },
		{ "secret", ROOT, of_secret, 2 },
		{ "secret/first", SECRET, of_first, 2 },
		{ "secret/second", SECRET, of_second, 1 },
	};

	memset(s, 0, sizeof(*s));
	for (size_t i = 0; i < NODES; i++)
		s->nodes[i] = (struct problem_node){
			.name = rows[i].name,
			.parent = rows[i].parent,
			.items = rows[i].items,
			.n_items = rows[i].n,
			.score = SCORE_SUM,
			.max_score = INFINITY,
			.min_score = -INFINITY,
			.test_max = INFINITY,
			.accept_score = 1,
		};
	s->problem = (struct problem){
		.format = format,
		.scoring = true,
		.tests = tests,
		.n_tests = TESTS,
		.nodes = s->nodes,
		.n_nodes = NODES,
	};
	report_init(&s->report, &s->problem);
	s->report.tests = s->tests;
	s->report.n_tests = TESTS;
	for (size_t i = 0; i < TESTS; i++)
		s->tests[i] = (struct report_test){ .test = &tests[i], .judgement.verdict = VERDICT_AC };
}

static void fail_test(struct scene *s, size_t test, enum verdict v)
{
	s->tests[test].judgement.verdict = v;
	s->tests[test].has_score = false;
}

static void give(struct scene *s, size_t test, double score)
{
	s->tests[test].has_score = true;
	s->tests[test].score = score;
}

/* Puts it together and says what it comes to. */
static enum verdict total(struct scene *s, double *score)
{
	struct judgement j;
	struct err e = ERR_INIT;

	arena_clear(&s->report.memory);
	arena_init(&s->report.memory, REPORT_MEMORY_MAX);
	if (score_put_together(&s->report, false, &j, &e) < 0)
		fail_msg("%s", e.text);
	*score = s->report.score;
	return j.verdict;
}

/* Group first gives 40 by the least of its tests, second 60 if all is accepted. */
static void begin_2025_09(struct scene *s)
{
	begin(s, PROBLEM_2025_09);
	for (size_t i = 0; i < NODES; i++)
		s->nodes[i].verdict = VERDICT_OF_FIRST;
	s->nodes[SECRET].max_score = 100;
	s->nodes[FIRST].max_score = s->nodes[FIRST].test_max = 40;
	s->nodes[FIRST].score = SCORE_MIN;
	s->nodes[FIRST].breaks = s->nodes[SECOND].breaks = true;
	s->nodes[SECOND].max_score = 60;
	s->nodes[SECOND].score = SCORE_PASS_FAIL;
	give(s, TEST_A, 40);
	give(s, TEST_B, 25);
}

static void score__is_that_of_secret(void **state)
{
	struct scene s;
	double score;

	(void)state;
	begin_2025_09(&s);
	assert_int_equal(total(&s, &score), VERDICT_AC);
	assert_true(score == 85 && s.report.best_score == 100 && s.report.scored);
	assert_true(s.report.nodes[FIRST].score == 25 && s.report.nodes[SECOND].score == 60);
	/* A sample costs nothing, but what fails there is not accepted. */
	fail_test(&s, TEST_SAMPLE, VERDICT_WA);
	assert_int_equal(total(&s, &score), VERDICT_WA);
	assert_true(score == 85);
	report_clear(&s.report);
}

static void score__behind_a_failure_a_group_is_settled(void **state)
{
	struct scene s;
	double score;

	(void)state;
	begin_2025_09(&s);
	fail_test(&s, TEST_A, VERDICT_TLE);
	assert_true(score_is_settled(&s.report, TEST_B));
	assert_false(score_is_settled(&s.report, TEST_A));
	assert_false(score_is_settled(&s.report, TEST_C));
	assert_int_equal(total(&s, &score), VERDICT_TLE);
	assert_true(score == 60);
	/* Whether some worker had run it or not. */
	assert_int_equal(s.tests[TEST_B].judgement.verdict, VERDICT_NONE);
	s.nodes[FIRST].breaks = false;
	assert_false(score_is_settled(&s.report, TEST_B));
	report_clear(&s.report);
}

static void score__a_group_waits_for_what_it_requires(void **state)
{
	static const size_t first[] = { FIRST };
	struct scene s;
	double score;

	(void)state;
	begin_2025_09(&s);
	s.nodes[SECOND].requires = first;
	s.nodes[SECOND].n_requires = 1;
	assert_int_equal(total(&s, &score), VERDICT_AC);
	assert_true(score == 85);
	fail_test(&s, TEST_B, VERDICT_RTE);
	assert_int_equal(total(&s, &score), VERDICT_RTE);
	assert_true(score == 0);
	assert_int_equal(s.tests[TEST_C].judgement.verdict, VERDICT_NONE);
	assert_int_equal(s.report.nodes[SECOND].verdict, VERDICT_NONE);
	report_clear(&s.report);
}

static void score__beyond_its_bound_is_an_error(void **state)
{
	struct judgement j;
	struct err e;
	struct scene s;

	(void)state;
	begin_2025_09(&s);
	s.nodes[SECRET].max_score = 84;
	assert_int_equal(score_put_together(&s.report, false, &j, &e), -EPROTO);
	assert_string_equal(e.text, "the score of data/secret is 85, over 84");
	report_clear(&s.report);
}

/* Of tests: no more than the share, no score where none belongs, one where there is no bound. */
static void score__of_a_test_is_what_its_validator_may_give(void **state)
{
	static const struct {
		size_t test;
		double test_max;
		int kind;
		double given, score;
		bool ok;
	} rows[] = {
		{ TEST_A, 40, CHECKED_NO_SCORE, 0, 40, true },
		{ TEST_A, 40, CHECKED_SCORE, 12.5, 12.5, true },
		{ TEST_A, 40, CHECKED_SCORE, 40, 40, true },
		{ TEST_A, 40, CHECKED_SCORE, 40.1, 0, false },
		{ TEST_A, 40, CHECKED_SCORE, -1, 0, false },
		{ TEST_A, 40, CHECKED_MULTIPLIER, 0.25, 10, true },
		{ TEST_A, 40, CHECKED_MULTIPLIER, 1.5, 0, false },
		{ TEST_A, INFINITY, CHECKED_SCORE, 1e9, 1e9, true },
		{ TEST_A, INFINITY, CHECKED_NO_SCORE, 0, 0, false },
		{ TEST_A, INFINITY, CHECKED_MULTIPLIER, 1, 0, false },
		{ TEST_C, 60, CHECKED_SCORE, 1, 0, false }, /* a group that is pass-fail */
		{ TEST_C, 60, CHECKED_NO_SCORE, 0, 0, true },
		{ TEST_SAMPLE, 1, CHECKED_SCORE, 99, 0, true },
	};
	struct scene s;

	(void)state;
	begin_2025_09(&s);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct checked c = { .judgement.verdict = VERDICT_AC, .score = rows[i].given };
		struct err e = ERR_INIT;
		double score = -1;
		bool has;
		int r;

		c.score_kind = rows[i].kind;
		s.nodes[tests[rows[i].test].node].test_max = rows[i].test_max;
		r = score_of_test(&s.problem, &tests[rows[i].test], &c, &has, &score, &e);
		assert_int_equal(r, rows[i].ok ? 0 : -EPROTO);
		if (rows[i].ok)
			assert_true(score == rows[i].score);
	}
	report_clear(&s.report);
}

/* It has a maximum of its own, in whatever group it is. */
static void score__of_a_static_test_is_bounded_by_its_own(void **state)
{
	const struct problem_test t = { .node = FIRST, .is_static = true, .gives_score = true, .max_score = 15 };
	struct checked c = { .judgement.verdict = VERDICT_AC, .score_kind = CHECKED_MULTIPLIER, .score = 0.5 };
	struct err e = ERR_INIT;
	struct scene s;
	double score;
	bool has;

	(void)state;
	begin_2025_09(&s);
	assert_int_equal(score_of_test(&s.problem, &t, &c, &has, &score, &e), 0);
	assert_true(has && score == 7.5);
	c.score_kind = CHECKED_NO_SCORE;
	assert_int_equal(score_of_test(&s.problem, &t, &c, &has, &score, &e), 0);
	assert_true(score == 15);
	c = (struct checked){ .judgement.verdict = VERDICT_AC, .score_kind = CHECKED_SCORE, .score = 15.5 };
	assert_int_equal(score_of_test(&s.problem, &t, &c, &has, &score, &e), -EPROTO);
	assert_string_equal(e.text,
			    "the static validator failed: score.txt is below 0, or over what the test can give");
	report_clear(&s.report);
}

static void score__of_what_is_rejected_is_none(void **state)
{
	struct checked c = { .judgement.verdict = VERDICT_WA };
	struct err e = ERR_INIT;
	struct scene s;
	double score;
	bool has;

	(void)state;
	begin_2025_09(&s);
	assert_int_equal(score_of_test(&s.problem, &tests[TEST_A], &c, &has, &score, &e), 0);
	assert_false(has);
	c.score_kind = CHECKED_SCORE;
	assert_int_equal(score_of_test(&s.problem, &tests[TEST_A], &c, &has, &score, &e), -EPROTO);
	assert_string_equal(e.text, "the output validator failed: it gives a score to what it rejects");
	report_clear(&s.report);
}

/* ---- legacy ------------------------------------------------------------------------------------------------------ */

static void legacy__modes_put_scores_together(void **state)
{
	static const struct {
		enum score_mode mode;
		double score;
	} rows[] = { { SCORE_SUM, 9 }, { SCORE_AVERAGE, 4.5 }, { SCORE_MIN, 2 }, { SCORE_MAX, 7 } };
	struct scene s;
	double score;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin(&s, PROBLEM_LEGACY);
		s.nodes[ROOT].last_only = true;
		s.nodes[FIRST].score = rows[i].mode;
		s.nodes[SECOND].accept_score = 0;
		give(&s, TEST_A, 2);
		give(&s, TEST_B, 7);
		assert_int_equal(total(&s, &score), VERDICT_AC);
		assert_true(score == rows[i].score);
		report_clear(&s.report);
	}
}

static void legacy__modes_put_verdicts_together(void **state)
{
	struct scene s;
	double score;

	(void)state;
	begin(&s, PROBLEM_LEGACY);
	s.nodes[FIRST].reject_score = -3;
	fail_test(&s, TEST_A, VERDICT_WA);
	fail_test(&s, TEST_B, VERDICT_RTE);
	/* The worst; of what is rejected no score counts. */
	assert_int_equal(total(&s, &score), VERDICT_RTE);
	assert_true(score == 0 && s.report.nodes[FIRST].score == -6);
	for (size_t i = 0; i < NODES; i++)
		s.nodes[i].verdict = VERDICT_OF_FIRST;
	assert_int_equal(total(&s, &score), VERDICT_WA);
	s.nodes[SECRET].accept_any = true;
	assert_int_equal(total(&s, &score), VERDICT_AC);
	assert_true(score == 1 - 6 + 1);
	s.nodes[SECRET].accept_any = false;
	s.nodes[FIRST].verdict = VERDICT_OF_NONE;
	assert_int_equal(total(&s, &score), VERDICT_AC);
	report_clear(&s.report);
}

static void legacy__what_breaks_is_not_looked_at_further(void **state)
{
	struct scene s;
	double score;

	(void)state;
	begin(&s, PROBLEM_LEGACY);
	s.nodes[SECRET].breaks = true;
	fail_test(&s, TEST_B, VERDICT_WA);
	assert_int_equal(total(&s, &score), VERDICT_WA);
	assert_int_equal(s.tests[TEST_C].judgement.verdict, VERDICT_NONE);
	report_clear(&s.report);
	/* The samples fail, and with them all, since they break the root. */
	begin(&s, PROBLEM_LEGACY);
	s.nodes[ROOT].breaks = true;
	fail_test(&s, TEST_SAMPLE, VERDICT_TLE);
	assert_int_equal(total(&s, &score), VERDICT_TLE);
	assert_int_equal(s.tests[TEST_A].judgement.verdict, VERDICT_NONE);
	report_clear(&s.report);
}

static void legacy__a_validator_gives_scores_when_it_is_said_to(void **state)
{
	struct checked c = { .judgement.verdict = VERDICT_AC, .score = -4 };
	struct err e = ERR_INIT;
	struct scene s;
	double score;
	bool has;

	(void)state;
	begin(&s, PROBLEM_LEGACY);
	assert_int_equal(score_of_test(&s.problem, &tests[TEST_A], &c, &has, &score, &e), 0);
	assert_true(has && score == 1);
	c.score_kind = CHECKED_SCORE;
	assert_int_equal(score_of_test(&s.problem, &tests[TEST_A], &c, &has, &score, &e), -EPROTO);
	s.problem.validator_scores = true;
	assert_int_equal(score_of_test(&s.problem, &tests[TEST_A], &c, &has, &score, &e), 0);
	assert_true(score == -4);
	c.score_kind = CHECKED_NO_SCORE;
	assert_int_equal(score_of_test(&s.problem, &tests[TEST_A], &c, &has, &score, &e), -EPROTO);
	report_clear(&s.report);
}

static void legacy__pass_fail_may_be_lenient(void **state)
{
	struct scene s;
	double score;

	(void)state;
	begin(&s, PROBLEM_LEGACY);
	s.problem.scoring = false;
	s.nodes[SECRET].accept_any = true;
	fail_test(&s, TEST_A, VERDICT_WA);
	assert_int_equal(total(&s, &score), VERDICT_AC);
	assert_false(s.report.scored);
	report_clear(&s.report);
}

int main(void)
{
	const struct CMUnitTest cases[] = {
		cmocka_unit_test(score__is_that_of_secret),
		cmocka_unit_test(score__behind_a_failure_a_group_is_settled),
		cmocka_unit_test(score__a_group_waits_for_what_it_requires),
		cmocka_unit_test(score__beyond_its_bound_is_an_error),
		cmocka_unit_test(score__of_a_test_is_what_its_validator_may_give),
		cmocka_unit_test(score__of_a_static_test_is_bounded_by_its_own),
		cmocka_unit_test(score__of_what_is_rejected_is_none),
		cmocka_unit_test(legacy__modes_put_scores_together),
		cmocka_unit_test(legacy__modes_put_verdicts_together),
		cmocka_unit_test(legacy__what_breaks_is_not_looked_at_further),
		cmocka_unit_test(legacy__a_validator_gives_scores_when_it_is_said_to),
		cmocka_unit_test(legacy__pass_fail_may_be_lenient),
	};

	return cmocka_run_group_tests(cases, NULL, NULL);
}
