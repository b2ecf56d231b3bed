/*
 * standard_submissions: what the references of a legacy package promise, in the words of 2025-09.
 *
 * What the format's folders of submissions promise is not the same in both versions, and DOMjudge's marks in sources
 * are part of neither, so that a submissions.yaml says the difference.
 */
#include "judge/package/standard.h"

#include <math.h>
#include <string.h>

#define AC  VERDICT_BIT(VERDICT_AC)
#define WA  VERDICT_BIT(VERDICT_WA)
#define TLE VERDICT_BIT(VERDICT_TLE)
#define RTE VERDICT_BIT(VERDICT_RTE)

/* What is seen by running tests; the rest is another judge's to find, and it need not look for it. */
static bool is_seen_by_tests(const struct judgement *expected, const char *family)
{
	static const char *const reasons[] = { "SIG", "exit", "stack" };
	bool is_plain = !*expected->reason;

	if (family || expected->verdict == VERDICT_CE || expected->verdict == VERDICT_CTL ||
	    expected->verdict == VERDICT_SV)
		return false;
	if (expected->verdict != VERDICT_RTE)
		return strncmp(expected->reason, "complexity", 10) != 0;
	for (size_t i = 0; i < sizeof(reasons) / sizeof(*reasons); i++)
		is_plain |= !strncmp(expected->reason, reasons[i], strlen(reasons[i]));
	return is_plain;
}

bool standard_takes(const struct problem_reference *ref)
{
	if (!ref->n_expectations)
		return is_seen_by_tests(&ref->expected, ref->family);
	for (size_t i = 0; i < ref->n_expectations; i++)
		if (ref->expectations[i].overall & (VERDICT_BIT(VERDICT_CE) | VERDICT_BIT(VERDICT_CTL)))
			return false;
	return true;
}

static void put_set(struct buf *out, const char *key, uint32_t set)
{
	const char *comma = "";

	if (!set)
		return;
	buf_printf(out, "  %s: [", key);
	for (int v = 1; v < VERDICT_COUNT; v++)
		if (set & VERDICT_BIT(v)) {
			buf_printf(out, "%s%s", comma, verdict_id((enum verdict)v));
			comma = ", ";
		}
	buf_puts(out, "]\n");
}

/* Of verdicts of our own the four of the format. */
static uint32_t in_four(uint32_t set)
{
	uint32_t four = 0;

	for (int v = 1; v < VERDICT_COUNT; v++)
		if (set & VERDICT_BIT(v))
			four |= VERDICT_BIT(verdict_big5((enum verdict)v));
	return four & (AC | WA | TLE | RTE);
}

/* Does its folder promise the same in both versions? */
static bool is_told_by_folder(const char *file)
{
	return !strncmp(file, "accepted/", 9) || !strncmp(file, "wrong_answer/", 13);
}

/* Less than the best: by one part in a million, since the bounds of a score are part of it. */
static void put_below(struct buf *out, const struct standard *s)
{
	for (size_t i = 0; i < s->p->n_nodes; i++)
		if (s->nodes[i].folder && !strcmp(s->nodes[i].folder, "secret") && !isinf(s->nodes[i].max_score))
			buf_printf(out, "  score: [0, %.10g]\n", s->nodes[i].max_score * (1 - 1e-6));
}

static void put_reference(struct buf *out, const struct standard *s, const struct problem_reference *ref)
{
	uint32_t permitted = 0, required = 0;
	bool is_measured = true, is_below = false;

	for (size_t i = 0; i < ref->n_expectations; i++) {
		const struct problem_expectation *x = &ref->expectations[i];

		permitted |= x->permitted;
		required |= x->required | (s->nodes ? 0 : in_four(x->overall));
		is_below |= x->below_best;
		is_measured &= x->time != TIME_BOUND_NONE;
	}
	/* What the whole gets some test gets. */
	standard_put_text(out, ref->file);
	buf_puts(out, ":\n");
	put_set(out, "permitted", permitted ? permitted : AC | WA | TLE | RTE);
	put_set(out, "required", required);
	if (is_below && s->nodes)
		put_below(out, s);
	if (!is_measured)
		buf_puts(out, "  use_for_time_limit: false\n");
}

/*
 * A row a submission: a folder's name would change what the format says of the folder, for submissions that come later
 * too. Only two folders have to be told that their own promise does not hold.
 */
int standard_submissions_yaml(const struct standard *s, struct buf *out)
{
	static const char *const widened[] = { "time_limit_exceeded", "run_time_error" };
	const struct problem *p = s->p;

	if (p->format != PROBLEM_LEGACY)
		return 0;
	for (size_t i = 0; i < sizeof(widened) / sizeof(*widened); i++)
		for (size_t k = 0; k < p->n_references; k++)
			if (!strncmp(p->references[k].file, widened[i], strlen(widened[i]))) {
				buf_printf(out, "%s:\n  permitted: [AC, WA, TLE, RTE]\n", widened[i]);
				break;
			}
	for (size_t i = 0; i < p->n_references; i++)
		if (standard_takes(&p->references[i]) && p->references[i].n_expectations &&
		    !is_told_by_folder(p->references[i].file))
			put_reference(out, s, &p->references[i]);
	return buf_error(out, "submissions.yaml", s->e);
}
