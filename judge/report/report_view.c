/*
 * report_view: the table of facts, and the copies that hold only what a reader may see.
 *
 * It stops what the header's threat describes. It does not stop the verdict words themselves, of which a submission
 * can choose one for each hidden test: they are the product. The README says so.
 *
 * Of the report as a whole a candidate sees the reason when it was found in the candidate's own text (rules, compile,
 * static tests) or in a sample, and never that of a judging error, which tells of the host.
 */
#include "judge/report/report_view.h"

#include <stdint.h>
#include <string.h>

bool report_may_show(enum report_view view, const struct problem_test *test, enum report_fact fact)
{
	static const bool may[FACT_COUNT][3] = {
#define X(id, owner, interviewer, candidate) \
	[FACT_##id] = { [VIEW_OWNER] = owner, [VIEW_INTERVIEWER] = interviewer, [VIEW_CANDIDATE] = candidate },
		REPORT_FACTS(X)
#undef X
	};

	if (test->is_static && (fact == FACT_NAME || fact == FACT_REASON))
		return true;
	return (test->sample && fact != FACT_MESSAGE) || may[fact][view];
}

/* "" for NULL */
static const char *text(const char *s)
{
	return s ? s : "";
}

static enum verdict shown_verdict(enum verdict v, const struct report_style *style)
{
	return style->big5 && v != VERDICT_NONE ? verdict_big5(v) : v;
}

void report_shown_test(const struct report *r, const struct report_style *style, size_t index, struct shown_test *out)
{
	const struct report_test *t = &r->tests[index];
	const struct problem_test *p = t->test;
	const enum verdict verdict = t->judgement.verdict;
	bool may[FACT_COUNT];

	for (int f = 0; f < FACT_COUNT; f++)
		may[f] = report_may_show(style->view, p, (enum report_fact)f);
	if (verdict == VERDICT_JE && style->view == VIEW_CANDIDATE)
		may[FACT_REASON] = false;
	*out = (struct shown_test){
		.group = text(p->group),
		.why = text(p->reason),
		.sample = p->sample,
		.is_static = p->is_static,
		.verdict = shown_verdict(verdict, style),
	};
	if (may[FACT_NAME])
		out->name = text(p->name);
	if (verdict == VERDICT_NONE)
		return;
	if (may[FACT_REASON])
		out->reason = t->judgement.reason;
	if (may[FACT_END] && !p->is_static) {
		out->has_end = true;
		out->exit_code = t->exit_code;
		out->signal = t->signal;
		out->pass = t->pass;
	}
	if (may[FACT_COST] && !p->is_static) {
		out->has_cost = true;
		out->cpu_us = t->cpu_us;
		out->wall_us = t->wall_us;
		out->peak_bytes = t->peak_bytes;
	}
	if (may[FACT_SIZE] && !p->is_static) {
		out->has_size = true;
		out->input_bytes = t->input_bytes;
	}
	if (may[FACT_SCORE]) {
		out->has_score = t->has_score;
		out->score = t->score;
	}
	if (may[FACT_PLACE])
		out->diff_line = t->diff_line;
	if (may[FACT_DATA]) {
		out->diff_expected = t->diff_expected;
		out->diff_found = t->diff_found;
		out->input = t->input;
		out->expected = t->expected;
		out->found = t->found;
		out->printed = t->printed;
		out->expected_bytes = t->expected_bytes;
		out->found_bytes = t->found_bytes;
		out->printed_bytes = t->printed_bytes;
	}
	if (may[FACT_MESSAGE]) {
		out->judge_message = t->judge_message;
		out->message_bytes = t->message_bytes;
	}
}

static uint64_t cpu_of(const struct report_test *t)
{
	return t->cpu_us;
}

static uint64_t peak_of(const struct report_test *t)
{
	return t->peak_bytes;
}

/* The report's own choice if its cost may be shown, else the greatest among those that may: the samples. */
static size_t shown_greatest(const struct report *r, enum report_view view, size_t chosen,
			     uint64_t (*cost)(const struct report_test *t))
{
	size_t best = SIZE_MAX;

	if (chosen >= r->n_tests)
		return SIZE_MAX;
	if (report_may_show(view, r->tests[chosen].test, FACT_COST))
		return chosen;
	for (size_t i = 0; i < r->n_tests; i++) {
		const struct report_test *t = &r->tests[i];

		if (t->judgement.verdict == VERDICT_NONE || t->test->is_static ||
		    !report_may_show(view, t->test, FACT_COST))
			continue;
		if (best == SIZE_MAX || cost(t) > cost(&r->tests[best]))
			best = i;
	}
	return best;
}

bool report_shows_finding(const struct report *r, const struct report_style *style, size_t index)
{
	size_t test = r->findings[index].test;

	return test >= r->n_tests || report_may_show(style->view, r->tests[test].test, FACT_REASON);
}

bool report_shows_costs(const struct report_style *style)
{
	return style->view != VIEW_CANDIDATE;
}

/* Was it growth alone that decided in the complexity stage? */
static bool decided_by_class(const struct report *r)
{
	for (size_t i = 0; i < r->n_families; i++)
		if (r->families[i].by_class && !strcmp(r->families[i].judgement.reason, r->judgement.reason))
			return true;
	return false;
}

const char *report_shown_remark(const struct report *r, const struct report_style *style)
{
	return style->view != VIEW_CANDIDATE || r->soundness == SOUNDNESS_UNAVAILABLE ? r->soundness_remark : NULL;
}

static bool reason_is_shown(const struct report *r, const struct report_style *style)
{
	const enum report_view view = style->view;

	if (view != VIEW_CANDIDATE || r->judgement.verdict == VERDICT_AC)
		return true;
	if (r->judgement.verdict == VERDICT_JE)
		return false;
	if (r->decided_by == STAGE_RULES || r->decided_by == STAGE_COMPILE)
		return true;
	if (r->decided_by == STAGE_COMPLEXITY)
		return decided_by_class(r);
	if (r->decided_by == STAGE_SOUNDNESS)
		return r->n_findings > 0 && report_shows_finding(r, style, 0);
	if (r->first_failed >= r->n_tests)
		return false;
	return report_may_show(view, r->tests[r->first_failed].test, FACT_REASON);
}

/* Hidden tests exist, and this report has none of them or was accepted without running one. */
static bool is_trial(const struct report *r)
{
	size_t declared = 0, here = 0, ran = 0;

	for (size_t i = 0; r->problem && i < problem_n_judged(r->problem); i++)
		declared += !r->problem->tests[i].sample;
	for (size_t i = 0; i < r->n_tests; i++) {
		here += !r->tests[i].test->sample;
		ran += !r->tests[i].test->sample && r->tests[i].judgement.verdict != VERDICT_NONE;
	}
	if (r->n_tests == 0 || declared == 0 || r->decided_by < STAGE_TESTS)
		return false;
	return here == 0 || (r->judgement.verdict == VERDICT_AC && ran == 0);
}

/* Its test is none of the problem's. */
static bool is_own_input(const struct report *r)
{
	if (r->n_tests != 1 || !r->tests[0].test->sample || r->tests[0].judgement.verdict == VERDICT_NONE)
		return false;
	for (size_t i = 0; r->problem && i < problem_n_judged(r->problem); i++)
		if (r->tests[0].test == &r->problem->tests[i])
			return false;
	return true;
}

void report_shown(const struct report *r, const struct report_style *style, struct shown_report *out)
{
	const bool led = r->problem && (r->problem->interactive || r->problem->multi_pass);
	const bool own = is_own_input(r);

	*out = (struct shown_report){
		.verdict = shown_verdict(r->judgement.verdict, style),
		.reason = reason_is_shown(r, style) ? r->judgement.reason : NULL,
		.first_failed = r->first_failed < r->n_tests ? r->first_failed : SIZE_MAX,
		.slowest = shown_greatest(r, style->view, r->slowest, cpu_of),
		.largest = shown_greatest(r, style->view, r->largest, peak_of),
		.trial = is_trial(r),
		.own_input = own,
		.compared = !own || led,
	};
	/* The sum of all tests' times is a channel as each of them is. */
	if (style->view != VIEW_CANDIDATE) {
		out->has_total = true;
		out->total_wall_us = r->total_wall_us;
	}
	out->total = r->n_tests;
	for (size_t i = 0; i < r->n_tests; i++) {
		out->run += r->tests[i].judgement.verdict != VERDICT_NONE;
		out->passed += r->tests[i].judgement.verdict == VERDICT_AC;
	}
}

int report_exit_code(const struct report *r)
{
	if (r->judgement.verdict == VERDICT_AC)
		return 0;
	return r->judgement.verdict == VERDICT_JE || r->judgement.verdict == VERDICT_NONE ? 3 : 1;
}
