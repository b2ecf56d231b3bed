/*
 * rejudging: submissions of the store, judged by their packages as they are now.
 *
 * A report of the store is never written over, so that a rejudging that was a mistake has lost nothing; and a JE of
 * today is no judgement of a submission of yesterday, so that a host without a sandbox cannot spoil a history.
 *
 * What it stops: a judgement that two processes make at once and would both write (the number of the one before is
 * part of the write); a source that is no longer the one that was handed in (its hash is compared).
 *
 * It does not say which of two judgements is right. The same package may find otherwise near a limit of time, and
 * another judge or compiler may for reasons of their own: --force judges again where only those have changed.
 */
#include "judge/store/rejudging.h"

#include "judge/report/report_view.h"
#include "judge/score.h"
#include "sandbox/base/cleanup.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

const char *rejudged_word(enum rejudged_state s)
{
	static const char *const words[] = {
#define X(id, word) [REJUDGED_##id] = (word),
		REJUDGED_STATES(X)
#undef X
	};

	return words[s];
}

bool rejudged_is_judged(const struct rejudged *one)
{
	return one->state != REJUDGED_PLANNED && one->state != REJUDGED_FAILED;
}

static void drop_report(struct rejudged *one)
{
	if (one->report)
		report_clear(one->report);
	free(one->report);
	one->report = NULL;
}

void rejudging_clear(struct rejudging *r)
{
	for (size_t i = 0; i < r->n; i++)
		drop_report(&r->all[i]);
	for (size_t i = 0; i < r->n_packages; i++)
		problem_free(r->packages[i].problem);
	free(r->all);
	free(r->packages);
	*r = (struct rejudging){ .n = 0 };
}

/* ---- the plan ---------------------------------------------------------------------------------------------------- */

struct planning {
	struct rejudging *r;
	const struct rejudging_query *q;
	struct err *e;
};

static bool is_wanted(const struct rejudging_query *q, const struct store_entry *en)
{
	bool named = q->n_problems == 0;

	for (size_t i = 0; !named && i < q->n_problems; i++)
		named = !strcmp(q->problems[i], en->problem);
	return named && (q->verdict == VERDICT_NONE || q->verdict == en->judgement.verdict);
}

/* Opened at the first submission for it. */
static struct rejudging_package *package_of(struct rejudging *r, const char *id, struct err *e)
{
	struct rejudging_package *more, *new;

	for (size_t i = 0; i < r->n_packages; i++)
		if (!strcmp(r->packages[i].id, id))
			return &r->packages[i];
	more = reallocarray(r->packages, r->n_packages + 1, sizeof(*more));
	if (!more) {
		err_set(e, -ENOMEM, "out of memory");
		return NULL;
	}
	r->packages = more;
	new = &more[r->n_packages++];
	*new = (struct rejudging_package){ .failure = ERR_INIT };
	snprintf(new->id, sizeof(new->id), "%s", id);
	if (!*id)
		err_set(&new->failure, -ENOENT, "which problem it is for was never known");
	else if (problem_open(id, &new->problem, &new->failure) < 0)
		new->problem = NULL;
	return new;
}

static bool is_there(const struct rejudging *r, const char *id)
{
	for (size_t i = 0; i < r->n; i++)
		if (!strcmp(r->all[i].was.id, id))
			return true;
	return false;
}

static int add(struct planning *pl, const struct store_entry *en)
{
	struct rejudging *r = pl->r;
	const struct rejudging_package *package = package_of(r, en->problem, pl->e);
	struct rejudged *more;

	if (!package)
		return pl->e->code;
	if (package->problem && !pl->q->force && !strcmp(package->problem->hash, en->problem_hash)) {
		r->current++;
		return 0;
	}
	if (r->n == REJUDGING_MAX)
		return err_set(pl->e, -E2BIG, "more than %u submissions; choose by problem or verdict", REJUDGING_MAX);
	more = reallocarray(r->all, r->n + 1, sizeof(*more));
	if (!more)
		return err_set(pl->e, -ENOMEM, "out of memory");
	r->all = more;
	more[r->n] = (struct rejudged){ .was = *en, .problem = package->problem, .failure = package->failure };
	more[r->n].state = package->problem ? REJUDGED_PLANNED : REJUDGED_FAILED;
	r->n++;
	return 0;
}

static int take(const struct store_entry *en, void *arg)
{
	struct planning *pl = arg;

	return is_wanted(pl->q, en) ? add(pl, en) : 0;
}

/* Of all judgements the last stays. */
static int keep_last(const struct store_entry *en, void *arg)
{
	*(struct store_entry *)arg = *en;
	return 0;
}

static int take_named(struct planning *pl, struct store *s, const char *id)
{
	struct store_entry last = { .number = 0 };

	if (store_judgements(s, id, keep_last, &last, pl->e) < 0)
		return pl->e->code;
	if (last.number == 0)
		return err_set(pl->e, -EBADMSG, "%s has no judgement in the history", id);
	/* Two beginnings may be those of one submission. */
	return is_there(pl->r, last.id) ? 0 : take(&last, pl);
}

static void turn_round(struct rejudging *r)
{
	for (size_t i = 0; i < r->n / 2; i++) {
		const struct rejudged other = r->all[i];

		r->all[i] = r->all[r->n - 1 - i];
		r->all[r->n - 1 - i] = other;
	}
}

int rejudging_plan(struct rejudging *r, struct store *s, const struct rejudging_query *q, struct err *e)
{
	struct planning pl = { r, q, e };
	const struct store_query all = { .limit = SIZE_MAX };

	r->keep = q->keep;
	for (size_t i = 0; i < q->n_submissions; i++)
		if (take_named(&pl, s, q->submissions[i]) < 0)
			return e->code;
	if (q->n_submissions)
		return 0;
	if (store_list(s, &all, take, &pl, e) < 0)
		return e->code;
	turn_round(r);
	return 0;
}

/* ---- judging ----------------------------------------------------------------------------------------------------- */

static enum rejudged_state compare(const struct rejudged *one)
{
	const struct store_entry *was = &one->was;

	if (was->judgement.verdict != one->now.verdict)
		return REJUDGED_VERDICT;
	if (strcmp(was->score, one->score) != 0)
		return REJUDGED_SCORE;
	return strcmp(was->judgement.reason, one->now.reason) ? REJUDGED_REASON : REJUDGED_SAME;
}

/* Takes what is to be compared and shown out of the report. */
static void note(struct rejudged *one, const struct report *report)
{
	static const struct report_style everything = { .view = VIEW_OWNER };
	struct shown_report shown;

	if (report->judgement.verdict == VERDICT_JE) {
		one->state = REJUDGED_FAILED;
		one->judge_failed = true;
		err_set(&one->failure, -EPROTO, "JE/%s", report->judgement.reason);
		return;
	}
	report_shown(report, &everything, &shown);
	one->now = report->judgement;
	one->passed = (uint32_t)shown.passed;
	one->total = (uint32_t)shown.total;
	if (report->scored)
		score_words(report->score, one->score);
	one->state = compare(one);
}

/* A fault of the store itself, of which one submission is not the cause. */
static bool is_grave(const struct err *e)
{
	return e->code == -ENOMEM || e->code == -EBUSY || e->code == -EIO;
}

int rejudging_judge(struct rejudging *r, size_t i, struct store *s, struct judge *j, const struct judge_options *o,
		    struct err *e)
{
	struct rejudged *one = &r->all[i];
	cleanup(submission_clear) struct submission kept = { 0 };

	if (one->state != REJUDGED_PLANNED)
		return 0;
	if (store_submission(s, one->was.id, &kept, &one->failure) < 0) {
		one->state = REJUDGED_FAILED;
		if (!is_grave(&one->failure))
			return 0;
		*e = one->failure;
		return e->code;
	}
	one->report = malloc(sizeof(*one->report));
	if (!one->report)
		return err_set(e, -ENOMEM, "out of memory");
	if (judge_submit(j, one->problem, &kept, o, one->report, e) < 0) {
		free(steal_ptr(&one->report));
		return e->code;
	}
	memcpy(one->report->id, one->was.id, sizeof(one->report->id));
	note(one, one->report);
	if (!r->keep || one->state == REJUDGED_FAILED)
		drop_report(one);
	return 0;
}

int rejudging_apply(struct rejudging *r, size_t i, struct store *s, struct err *e)
{
	struct rejudged *one = &r->all[i];

	if (!one->report || one->applied)
		return 0;
	one->applied = store_judge_again(s, one->report, one->was.number, e) == 0;
	if (!one->applied)
		one->failure = *e;
	return one->applied ? 0 : e->code;
}

void rejudging_count(const struct rejudging *r, struct rejudging_matrix *out)
{
	*out = (struct rejudging_matrix){ 0 };
	for (size_t i = 0; i < r->n; i++) {
		const struct rejudged *one = &r->all[i];

		out->states[one->state]++;
		if (rejudged_is_judged(one))
			out->n[one->was.judgement.verdict][one->now.verdict]++;
	}
}
