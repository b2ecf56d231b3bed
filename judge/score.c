/*
 * Scores are put together from the leaves up, after all tests are run, by the tests' own order: which of them some
 * worker came to first is forgotten, so that a submission gets the same score each time.
 *
 * What an output validator says of a score is a stranger's word; whatever the format forbids it to say is an error
 * that names the validator, and never the submission's fault. Sums of shares (a hundred points over seven tests) may
 * be off in their last digits, which is no breach of a bound.
 */
#include "judge/score.h"

#include "judge/classify.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define SLACK 1e-9 /* relative */

void score_words(double score, char out[32])
{
	if (isinf(score))
		snprintf(out, 32, "unbounded");
	else
		snprintf(out, 32, "%.10g", score);
}

static bool is_over(double score, double bound)
{
	return score > bound + SLACK * fmax(1, fabs(bound));
}

/* ---- one test ---------------------------------------------------------------------------------------------------- */

/* Of the validator that was asked about the test. */
static int refuse(const struct problem_test *t, struct err *e, const char *why)
{
	return err_set(e, -EPROTO, "the %s validator failed: %s", t->is_static ? "static" : "output", why);
}

static int legacy_score(const struct problem *p, const struct problem_test *t, const struct checked *c, double *score,
			struct err *e)
{
	if (c->score_kind == CHECKED_MULTIPLIER)
		return refuse(t, e, "score_multiplier.txt is not part of the legacy format");
	if (c->score_kind == CHECKED_SCORE && !p->validator_scores)
		return refuse(t, e, "it gives a score, and problem.yaml says not that it does");
	if (c->score_kind == CHECKED_NO_SCORE && p->validator_scores)
		return refuse(t, e, "it gives no score");
	*score = p->validator_scores ? c->score : p->nodes[t->node].accept_score;
	return 0;
}

static int bounded_score(const struct problem *p, const struct problem_test *t, const struct checked *c, double *score,
			 struct err *e)
{
	const double most = t->is_static ? t->max_score : p->nodes[t->node].test_max;

	if (isinf(most) && c->score_kind != CHECKED_SCORE)
		return refuse(t, e, "it gives no score.txt where scores have no bound");
	if (c->score_kind == CHECKED_MULTIPLIER && (c->score < 0 || c->score > 1))
		return refuse(t, e, "score_multiplier.txt is not from 0 to 1");
	if (c->score_kind == CHECKED_SCORE && (c->score < 0 || is_over(c->score, most)))
		return refuse(t, e, "score.txt is below 0, or over what the test can give");
	*score = c->score_kind == CHECKED_SCORE        ? c->score
		 : c->score_kind == CHECKED_MULTIPLIER ? c->score * most
						       : most;
	return 0;
}

int score_of_test(const struct problem *p, const struct problem_test *t, const struct checked *c, bool *has,
		  double *score, struct err *e)
{
	const struct problem_node *node = p->n_nodes ? &p->nodes[t->node] : NULL;

	*has = false;
	*score = 0;
	/* Of a sample, or where there are no scores, it says nothing. */
	if (!node || !p->scoring || (t->node > 0 && !strcmp(node->name, "sample") && p->format == PROBLEM_2025_09))
		return 0;
	if (c->judgement.verdict != VERDICT_AC)
		return c->score_kind ? refuse(t, e, "it gives a score to what it rejects") : 0;
	if (p->format == PROBLEM_2025_09 && node->score == SCORE_PASS_FAIL)
		return c->score_kind ? refuse(t, e, "it gives a score in a group that is pass-fail") : 0;
	*has = true;
	return p->format == PROBLEM_LEGACY ? legacy_score(p, t, c, score, e) : bounded_score(p, t, c, score, e);
}

/* ---- the tree ---------------------------------------------------------------------------------------------------- */

struct putting {
	struct report *r;
	const struct problem *p;
	struct report_test **tests; /* by the problem's index; NULL: not in the report */
	bool all;
	struct err *e;
};

/* The format's own order, the worst first. */
static int badness(enum verdict v)
{
	static const enum verdict order[] = { VERDICT_JE,  VERDICT_CE,  VERDICT_RTE, VERDICT_SV, VERDICT_MLE,
					      VERDICT_TLE, VERDICT_WTL, VERDICT_OLE, VERDICT_WA, VERDICT_NO };
	const int n = (int)(sizeof(order) / sizeof(*order));

	for (int i = 0; i < n; i++)
		if (order[i] == v)
			return n - i;
	return 0;
}

static void forget(struct report_test *t)
{
	if (t)
		*t = (struct report_test){ .test = t->test };
}

static void forget_below(struct putting *s, size_t node)
{
	const struct problem_node *n = &s->p->nodes[node];

	for (size_t i = 0; i < n->n_items; i++)
		if (n->items[i].is_test)
			forget(s->tests[n->items[i].index]);
		else
			forget_below(s, n->items[i].index);
}

/* Was every test in it accepted? */
static bool is_passed(const struct putting *s, size_t node)
{
	const struct problem_node *n = &s->p->nodes[node];

	for (size_t i = 0; i < n->n_items; i++) {
		const struct report_test *t = n->items[i].is_test ? s->tests[n->items[i].index] : NULL;

		if (n->items[i].is_test ? !t || t->judgement.verdict != VERDICT_AC : !is_passed(s, n->items[i].index))
			return false;
	}
	return true;
}

/* What is known of a node's items so far. */
struct sum {
	size_t n;
	double sum, min, max;
	enum verdict worst, first; /* VERDICT_NONE: none is anything but AC */
	bool any, all;             /* were accepted */
};

static void count(struct sum *c, enum verdict v, double score)
{
	c->min = c->n == 0 || score < c->min ? score : c->min;
	c->max = c->n == 0 || score > c->max ? score : c->max;
	c->sum += score;
	c->n++;
	c->any |= v == VERDICT_AC;
	c->all &= v == VERDICT_AC;
	if (v == VERDICT_AC)
		return;
	c->first = c->first ? c->first : v;
	c->worst = badness(v) > badness(c->worst) ? v : c->worst;
}

static double put_scores(const struct putting *s, const struct problem_node *n, const struct sum *c)
{
	if (c->n == 0)
		return 0;
	switch (n->score) {
	case SCORE_SUM:
		return c->sum;
	case SCORE_AVERAGE:
		return c->sum / (double)c->n;
	case SCORE_MIN:
		return c->min;
	case SCORE_MAX:
		return c->max;
	case SCORE_PASS_FAIL:
		break;
	}
	return s->p->scoring && c->all && !isinf(n->max_score) ? n->max_score : 0;
}

static enum verdict put_verdicts(const struct problem_node *n, const struct sum *c)
{
	if (c->all || n->verdict == VERDICT_OF_NONE || (n->accept_any && c->any))
		return VERDICT_AC;
	return n->verdict == VERDICT_OF_FIRST ? c->first : c->worst;
}

static int look_at(struct putting *s, size_t node);

/* One item; *v is VERDICT_NONE where it was not looked at. */
static int look_at_item(struct putting *s, const struct problem_node *n, const struct problem_item *item,
			enum verdict *v, double *score)
{
	const struct report_test *t = item->is_test ? s->tests[item->index] : NULL;

	if (!item->is_test) {
		if (look_at(s, item->index) < 0)
			return s->e->code;
		*v = s->r->nodes[item->index].verdict;
		*score = s->r->nodes[item->index].score;
		return 0;
	}
	*v = t ? t->judgement.verdict : VERDICT_NONE;
	*score = t && t->has_score ? t->score : *v == VERDICT_AC ? n->accept_score : n->reject_score;
	return 0;
}

static int check_bounds(const struct putting *s, const struct problem_node *n, const struct report_node *out)
{
	char score[32], bound[32];
	const bool over = is_over(out->score, n->max_score);

	if (!s->p->scoring || out->verdict != VERDICT_AC || (!over && !is_over(n->min_score, out->score)))
		return 0;
	score_words(out->score, score);
	score_words(over ? n->max_score : n->min_score, bound);
	return err_set(s->e, -EPROTO, "the score of data/%s is %s, %s %s", n->name, score, over ? "over" : "below",
		       bound);
}

static int look_at_items(struct putting *s, size_t node, struct sum *c)
{
	const struct problem_node *n = &s->p->nodes[node];
	bool ended = false;

	for (size_t i = 0; i < n->n_items; i++) {
		const struct problem_item *item = &n->items[i];
		enum verdict v = VERDICT_NONE;
		double score = 0;

		if (ended && !s->all && item->is_test)
			forget(s->tests[item->index]);
		else if (ended && !s->all)
			forget_below(s, item->index);
		if (ended)
			continue;
		if (look_at_item(s, n, item, &v, &score) < 0)
			return s->e->code;
		if (n->last_only && i + 1 < n->n_items)
			continue;
		/* What another one kept from being looked at is not accepted, and has no verdict of its own. */
		count(c, v == VERDICT_NONE ? VERDICT_WA : v, score);
		ended = n->breaks && v != VERDICT_AC;
	}
	return 0;
}

static int look_at(struct putting *s, size_t node)
{
	const struct problem_node *n = &s->p->nodes[node];
	struct report_node *out = &s->r->nodes[node];
	struct sum c = { .all = true };

	for (size_t i = 0; i < n->n_requires; i++)
		if (!is_passed(s, n->requires[i])) {
			forget_below(s, node);
			*out = (struct report_node){ .verdict = VERDICT_NONE };
			return 0;
		}
	if (look_at_items(s, node, &c) < 0)
		return s->e->code;
	out->verdict = put_verdicts(n, &c);
	out->score = put_scores(s, n, &c);
	/* Samples give no score, and secret is the last. */
	if (node == 0 && s->p->format == PROBLEM_2025_09)
		out->score = s->r->nodes[n->items[n->n_items - 1].index].score;
	return node == 0 && s->p->format == PROBLEM_2025_09 ? 0 : check_bounds(s, n, out);
}

/* That of the first test with the verdict of the whole, so that it has a reason; else of the first that failed. */
static struct judgement explain(const struct report *r, enum verdict v)
{
	const struct report_test *first = NULL;

	for (size_t i = 0; i < r->n_tests; i++) {
		const struct report_test *t = &r->tests[i];

		if (t->judgement.verdict == v)
			return t->judgement;
		if (!first && t->judgement.verdict != VERDICT_NONE && t->judgement.verdict != VERDICT_AC)
			first = t;
	}
	return first ? first->judgement : judgement_of(v, "%s", "");
}

static int begin(struct putting *s)
{
	s->tests = arena_array(&s->r->memory, problem_n_judged(s->p) + 1, sizeof(struct report_test *));
	s->r->nodes = arena_array(&s->r->memory, s->p->n_nodes + 1, sizeof(*s->r->nodes));
	if (!s->tests || !s->r->nodes)
		return err_set(s->e, -ENOMEM, "out of memory");
	for (size_t i = 0; i < s->r->n_tests; i++)
		s->tests[s->r->tests[i].test - s->p->tests] = &s->r->tests[i];
	s->r->n_nodes = s->p->n_nodes;
	return 0;
}

int score_put_together(struct report *r, bool all, struct judgement *judgement, struct err *e)
{
	const struct problem *p = r->problem;
	struct putting s = { .r = r, .p = p, .all = all, .e = e };
	const struct problem_node *root = &p->nodes[0];
	enum verdict v;

	if (begin(&s) < 0 || look_at(&s, 0) < 0)
		return e->code;
	v = r->nodes[0].verdict;
	*judgement = v == VERDICT_AC ? judgement_of(VERDICT_AC, "%s", "") : explain(r, v);
	r->scored = p->scoring;
	/* What the legacy grader says of what is rejected does not count. */
	r->score = p->format == PROBLEM_LEGACY && v != VERDICT_AC ? 0 : r->nodes[0].score;
	r->best_score = p->format == PROBLEM_LEGACY ? (p->minimise ? root->min_score : root->max_score)
						    : p->nodes[root->items[root->n_items - 1].index].max_score;
	return 0;
}

bool score_is_settled(const struct report *r, size_t test)
{
	const struct problem *p = r->problem;
	const struct problem_node *node;

	if (!p || !p->n_nodes)
		return false;
	node = &p->nodes[r->tests[test].test->node];
	for (size_t i = test; node->breaks && i-- > 0 && r->tests[i].test->node == r->tests[test].test->node;) {
		const enum verdict v = r->tests[i].judgement.verdict;

		if (v != VERDICT_NONE && v != VERDICT_AC)
			return true;
	}
	return false;
}
