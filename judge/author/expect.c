/*
 * What was promised of tests is asked of those that were run: one that a group left out because an earlier one failed
 * has no verdict, and says nothing. What does not compile is run on nothing, and keeps a promise only where one speaks
 * of compiling. What is promised of time bounds the time limit, from below or from above.
 */
#include "judge/author/expect.h"

#include "judge/score.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool broken(char why[EXPECT_WHY_MAX], const struct problem_expectation *x, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Always false. */
static bool broken(char why[EXPECT_WHY_MAX], const struct problem_expectation *x, const char *fmt, ...)
{
	const int n = snprintf(why, EXPECT_WHY_MAX, "%s promises ", x->from);
	va_list ap;

	if (n > 0 && n < EXPECT_WHY_MAX) {
		va_start(ap, fmt);
		vsnprintf(why + n, EXPECT_WHY_MAX - (size_t)n, fmt, ap);
		va_end(ap);
	}
	return false;
}

/* "WA or TLE" */
static const char *set_words(uint32_t set, char out[128])
{
	size_t len = 0;

	out[0] = 0;
	for (int v = 1; v < VERDICT_COUNT && len < 100; v++)
		if (set & VERDICT_BIT(v))
			len += (size_t)snprintf(out + len, 128 - len, "%s%s", len ? " or " : "",
						verdict_id((enum verdict)v));
	return out;
}

static bool concerns(const struct problem_expectation *x, const struct problem_test *t)
{
	char path[TEST_PATH_MAX];

	return !x->tests || glob_fits(x->tests, problem_test_path(t, path));
}

static bool tests_kept(const struct problem_expectation *x, const struct report *r, char why[EXPECT_WHY_MAX])
{
	bool met = false, said = false, any = false;
	char words[128];

	for (size_t i = 0; i < r->n_tests; i++) {
		const struct report_test *t = &r->tests[i];
		const enum verdict v = verdict_big5(t->judgement.verdict);

		if (t->judgement.verdict == VERDICT_NONE || !concerns(x, t->test))
			continue;
		any = true;
		if (x->permitted && !(x->permitted & VERDICT_BIT(v)))
			return broken(why, x, "%s, but test %s/%s is %s", set_words(x->permitted, words),
				      t->test->group, t->test->name, verdict_id(t->judgement.verdict));
		met |= (x->required & VERDICT_BIT(v)) != 0;
		said |= x->message && t->judge_message && strstr(t->judge_message, x->message);
	}
	/* A pattern that fits no test was noted when the package was loaded. */
	if (x->required && !met && (any || !x->tests))
		return broken(why, x, "%s in some test", set_words(x->required, words));
	if (x->message && !said && (any || !x->tests))
		return broken(why, x, "that a validator says '%.100s'", x->message);
	return true;
}

static bool overall_kept(const struct problem_expectation *x, const struct report *r, char why[EXPECT_WHY_MAX])
{
	char words[128];

	if (!x->overall || (x->overall & VERDICT_BIT(r->judgement.verdict)))
		return true;
	return broken(why, x, "%s", set_words(x->overall, words));
}

/* The score that is spoken of: of the submission, or of the groups that fit. */
static bool score_kept(const struct problem *p, const struct problem_expectation *x, const struct report *r,
		       char why[EXPECT_WHY_MAX])
{
	char score[32];

	if (!x->has_score)
		return true;
	for (size_t i = 0; i < r->n_nodes; i++) {
		const double got = x->tests ? r->nodes[i].score : r->score;

		if (x->tests && !glob_fits(x->tests, p->nodes[i].name))
			continue;
		if (got < x->score_min - 1e-6 || got > x->score_max + 1e-6) {
			score_words(got, score);
			return broken(why, x, "a score from %g to %g, and that of %s is %s", x->score_min, x->score_max,
				      x->tests ? p->nodes[i].name : "the submission", score);
		}
		if (!x->tests)
			break;
	}
	return r->n_nodes > 0 || broken(why, x, "a score");
}

/* A part of the score, and not the best one. */
static bool is_partial(const struct problem *p, const struct problem_expectation *x, const struct report *r,
		       char why[EXPECT_WHY_MAX])
{
	const bool best = p->minimise ? r->score <= r->best_score : r->score >= r->best_score;

	if (!x->below_best || (r->scored && !best))
		return true;
	return broken(why, x, r->scored ? "less than the best score" : "a part of a score, and the problem gives none");
}

static bool speaks_of(const struct problem_reference *ref, enum verdict v)
{
	for (size_t i = 0; i < ref->n_expectations; i++)
		if (ref->expectations[i].overall & VERDICT_BIT(v))
			return true;
	return false;
}

bool expect_kept(const struct problem *p, const struct problem_reference *ref, const struct report *r,
		 char why[EXPECT_WHY_MAX])
{
	const enum verdict v = r->judgement.verdict;

	if ((v == VERDICT_CE || v == VERDICT_CTL || v == VERDICT_JE) && !speaks_of(ref, v)) {
		snprintf(why, EXPECT_WHY_MAX, "nothing was run");
		return false;
	}
	for (size_t i = 0; i < ref->n_expectations; i++) {
		const struct problem_expectation *x = &ref->expectations[i];

		if (!overall_kept(x, r, why) || ((v != VERDICT_CE && v != VERDICT_CTL) && !tests_kept(x, r, why)) ||
		    !score_kept(p, x, r, why) || !is_partial(p, x, r, why))
			return false;
	}
	return true;
}

bool expect_permits(const struct problem_reference *ref, const struct problem_test *t, enum verdict v)
{
	const enum verdict want = ref->expected.verdict;

	for (size_t i = 0; i < ref->n_expectations; i++) {
		const struct problem_expectation *x = &ref->expectations[i];

		if (x->permitted && concerns(x, t) && !(x->permitted & VERDICT_BIT(verdict_big5(v))))
			return false;
	}
	if (ref->n_expectations)
		return true;
	/* What is promised may be found in another test, or by a later stage. */
	return v == want || (want != VERDICT_AC && (v == VERDICT_AC || want == VERDICT_NONE));
}

/* ---- time -------------------------------------------------------------------------------------------------------- */

/* In the legacy format only what is accepted counts; in the later one all that may not be too slow. */
static bool bounds_time(const struct problem *p, const struct problem_expectation *x, enum time_bound side)
{
	const uint32_t tle = VERDICT_BIT(VERDICT_TLE);

	if (x->time != TIME_BOUND_BY_VERDICT)
		return x->time == side;
	if (side == TIME_BOUND_UPPER)
		return x->required == tle;
	return p->format == PROBLEM_LEGACY ? x->permitted == VERDICT_BIT(VERDICT_AC)
					   : x->permitted && !(x->permitted & tle);
}

/* Of one whose verdict stands in a row of judge.yaml. */
static bool row_bounds_time(const struct problem_reference *ref, enum time_bound side)
{
	if (side == TIME_BOUND_LOWER)
		return ref->expected.verdict == VERDICT_AC;
	return ref->expected.verdict == VERDICT_TLE && !ref->family &&
	       strncmp(ref->expected.reason, "complexity", 10) != 0;
}

bool expect_bounds_time(const struct problem *p, const struct problem_reference *ref, enum time_bound side)
{
	for (size_t i = 0; i < ref->n_expectations; i++)
		if (bounds_time(p, &ref->expectations[i], side))
			return true;
	return !ref->n_expectations && row_bounds_time(ref, side);
}

uint64_t expect_time_us(const struct problem *p, const struct problem_reference *ref, enum time_bound side,
			const struct report *r, bool *exceeded)
{
	uint64_t slowest = 0;

	*exceeded = false;
	for (size_t i = 0; i < r->n_tests; i++) {
		const struct report_test *t = &r->tests[i];
		bool counts = !ref->n_expectations;

		for (size_t k = 0; k < ref->n_expectations && !counts; k++)
			counts =
				bounds_time(p, &ref->expectations[k], side) && concerns(&ref->expectations[k], t->test);
		if (!counts || t->judgement.verdict == VERDICT_NONE)
			continue;
		slowest = t->cpu_us > slowest ? t->cpu_us : slowest;
		*exceeded |= verdict_big5(t->judgement.verdict) == VERDICT_TLE;
	}
	return slowest;
}
