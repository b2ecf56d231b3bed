/*
 * standard_scores: scores of the legacy format by the rules of 2025-09.
 *
 * There every folder is a node with a rule for the scores of its items, one for their verdicts, and one for when to
 * stop; and a submission that is rejected as a whole has no score. Here groups lie in secret and nowhere deeper, all
 * tests run but those of a group that waits for another, and the score is all that counts. What olympiads have can be
 * said in both: groups that give all or nothing, shares for each test, groups in groups that are merely added up,
 * "nothing unless everything", "nothing behind the first group that fails".
 *
 * It is taken only where every submission gets the score that it got: each refusal below is a case in which one would
 * not. That verdicts become others is no such case, since beside a score this version knows none.
 */
#include "judge/package/standard.h"

#include <errno.h>
#include <math.h>
#include <string.h>

struct planning {
	const struct problem *p;
	struct arena *memory;
	struct standard_node *out;
	size_t sample, secret; /* indices; sample 0: there is none */
	struct err *e;
};

static int no_memory(struct planning *l)
{
	return err_set(l->e, -ENOMEM, "out of memory");
}

static int refuse(struct planning *l, size_t i, const char *why)
{
	return err_set(l->e, -EINVAL, "problem %s: data/%s: %s, which 2025-09 has no words for", l->p->id,
		       l->p->nodes[i].name, why);
}

/* By its rule it is accepted though not all of its items are. */
static bool forgives(const struct problem_node *n)
{
	return n->verdict == VERDICT_OF_NONE || n->accept_any;
}

/* … and that makes a difference. */
static bool is_lenient(const struct problem_node *n)
{
	return n->verdict == VERDICT_OF_NONE || (n->accept_any && n->n_items > 1);
}

/* Is the submission rejected, and left without a score, where secret is? */
static bool is_strict(const struct planning *l)
{
	const struct problem_node *root = &l->p->nodes[0];

	return !forgives(&l->p->nodes[l->secret]) && root->verdict != VERDICT_OF_NONE;
}

static size_t count_tests(const struct problem_node *n)
{
	size_t tests = 0;

	for (size_t i = 0; i < n->n_items; i++)
		tests += n->items[i].is_test;
	return tests;
}

/* ---- what holds tests -------------------------------------------------------------------------------------------- */

static int set(struct planning *l, size_t i, enum score_mode score, double max_score)
{
	if (max_score < 0)
		return refuse(l, i, "scores below 0");
	if (!isinf(max_score) && max_score != floor(max_score))
		return refuse(l, i, "a score that is no whole number");
	l->out[i].score = score;
	l->out[i].max_score = max_score;
	return 0;
}

/* The output validator gives each accepted test its score. */
static int plan_given(struct planning *l, size_t i)
{
	const struct problem_node *n = &l->p->nodes[i];

	if (n->score == SCORE_MIN || n->n_items == 1)
		return set(l, i, SCORE_MIN, n->max_score);
	if (n->score != SCORE_SUM)
		return refuse(l, i, "the average or the best of what the output validator gives");
	if (!isinf(n->max_score))
		return refuse(l, i, "a bound for what the output validator gives to several tests together");
	return set(l, i, SCORE_SUM, INFINITY);
}

static int plan_tests(struct planning *l, size_t i)
{
	const struct problem_node *n = &l->p->nodes[i];

	if (n->reject_score != 0)
		return refuse(l, i, "a score for what is rejected");
	if (n->score == SCORE_MAX && n->n_items > 1)
		return refuse(l, i, "the best of several scores");
	if ((n->score == SCORE_MIN || n->n_items == 1) && !l->p->validator_scores)
		return set(l, i, SCORE_PASS_FAIL, n->accept_score);
	if (n->breaks && n->score != SCORE_MIN && n->n_items > 1)
		return refuse(l, i, "the scores of the tests before the first failure");
	/* What is rejected here must have given nothing, lest it be lost with the submission. */
	if (n->score != SCORE_MIN && n->n_items > 1 && !forgives(n))
		return refuse(l, i, "scores of single tests in a group that is rejected");
	if (l->p->validator_scores)
		return plan_given(l, i);
	return set(l, i, SCORE_SUM, n->score == SCORE_AVERAGE ? n->accept_score : n->accept_score * (double)n->n_items);
}

/* ---- what holds groups ------------------------------------------------------------------------------------------- */

/* A folder of groups within secret, if it is only there to add them up. */
static int dissolve(struct planning *l, size_t i)
{
	const struct problem_node *n = &l->p->nodes[i], *secret = &l->p->nodes[l->secret];

	if (n->score != SCORE_SUM || secret->score != SCORE_SUM || n->breaks || secret->breaks ||
	    forgives(n) != forgives(secret))
		return refuse(l, i, "groups in a group, with rules of their own");
	return 0;
}

/* "secret/b/easy" is called "secret/b-easy". */
static int name_folder(struct planning *l, size_t i)
{
	char *name = arena_strdup(l->memory, l->p->nodes[i].name), *slash = name;

	if (!name)
		return no_memory(l);
	slash = strchr(name, '/');
	while (slash && (slash = strchr(slash + 1, '/')))
		*slash = '-';
	for (size_t k = 0; k < i; k++)
		if (l->out[k].folder && !strcmp(l->out[k].folder, name))
			return refuse(l, i, "two groups that would have one name");
	l->out[i].folder = name;
	return 0;
}

static int plan_node(struct planning *l, size_t i)
{
	const struct problem_node *n = &l->p->nodes[i];
	const size_t tests = count_tests(n);

	if (tests && tests < n->n_items)
		return refuse(l, i, "tests beside groups");
	if (!tests)
		return i == l->secret ? name_folder(l, i) : dissolve(l, i);
	/* A point for each test, and none unless there are all. */
	if (i == l->secret && n->score == SCORE_SUM && is_strict(l) && !l->p->validator_scores && n->reject_score == 0)
		return set(l, i, SCORE_PASS_FAIL, n->accept_score * (double)n->n_items) < 0 ? l->e->code
											    : name_folder(l, i);
	return plan_tests(l, i) < 0 ? l->e->code : name_folder(l, i);
}

/* Behind a group that fails nothing is looked at. */
static int chain(struct planning *l)
{
	size_t last = 0;

	for (size_t i = l->secret + 1; i < l->p->n_nodes; i++) {
		if (last && (l->out[last].score != SCORE_PASS_FAIL || is_lenient(&l->p->nodes[last])))
			return refuse(l, last, "a group of shares that others wait for");
		l->out[i].require = last ? l->out[last].folder : NULL;
		last = i;
	}
	return 0;
}

/* What the groups are worth together. */
struct groups {
	size_t n;
	double sum, most;
	bool all_or_nothing; /* each of them gives its points or is rejected */
};

static struct groups gather(const struct planning *l)
{
	struct groups g = { .all_or_nothing = true };

	for (size_t i = l->secret + 1; i < l->p->n_nodes; i++) {
		if (!l->out[i].folder)
			continue;
		g.n++;
		g.sum += l->out[i].max_score;
		g.most = fmax(g.most, l->out[i].max_score);
		g.all_or_nothing &= l->out[i].score == SCORE_PASS_FAIL && !is_lenient(&l->p->nodes[i]);
	}
	return g;
}

static int put_groups_together(struct planning *l)
{
	const struct problem_node *secret = &l->p->nodes[l->secret];
	const struct groups g = gather(l);

	if (secret->score == SCORE_MIN)
		return set(l, l->secret, SCORE_MIN, g.most);
	if (secret->score != SCORE_SUM && g.n > 1)
		return refuse(l, l->secret, "the average or the best of its groups");
	if (g.n > 1 && is_strict(l) && !g.all_or_nothing)
		return refuse(l, l->secret, "shares that are lost where anything is rejected");
	if (g.n > 1 && is_strict(l))
		return set(l, l->secret, SCORE_PASS_FAIL, g.sum);
	return secret->breaks && chain(l) < 0 ? l->e->code : set(l, l->secret, SCORE_SUM, g.sum);
}

/* ---- the samples ------------------------------------------------------------------------------------------------- */

/* They give nothing now, and secret alone counts; it may have to wait for them. */
static int plan_samples(struct planning *l)
{
	const struct problem_node *root = &l->p->nodes[0], *sample = &l->p->nodes[l->sample];

	if (root->last_only || !l->sample)
		return 0;
	if (root->score != SCORE_SUM)
		return refuse(l, 0, "a rule for samples and secret that is no sum");
	if (l->p->validator_scores || sample->accept_score != 0 || sample->reject_score != 0)
		return refuse(l, l->sample, "scores for samples");
	/* Then samples alone make it one that is accepted, with what secret gave. */
	if (root->accept_any && !forgives(&l->p->nodes[l->secret]))
		return refuse(l, 0, "samples that are enough to be accepted");
	if (!root->breaks && forgives(root))
		return 0;
	if (is_lenient(sample))
		return refuse(l, l->sample, "samples of which some must be accepted");
	l->out[l->secret].require = l->out[l->sample].folder;
	return 0;
}

static int find_parts(struct planning *l)
{
	for (size_t i = 1; i < l->p->n_nodes; i++) {
		if (!strcmp(l->p->nodes[i].name, "sample"))
			l->sample = i;
		if (!strcmp(l->p->nodes[i].name, "secret"))
			l->secret = i;
		if (!strncmp(l->p->nodes[i].name, "sample/", 7))
			return refuse(l, i, "a group of samples");
	}
	return 0;
}

int standard_scores(const struct problem *p, struct arena *memory, const struct standard_node **out, struct err *e)
{
	struct planning l = { .p = p, .memory = memory, .e = e };

	l.out = arena_array(memory, p->n_nodes, sizeof(*l.out));
	if (!l.out)
		return no_memory(&l);
	if (p->minimise)
		return refuse(&l, 0, "fewer points that are better");
	if (find_parts(&l) < 0)
		return e->code;
	l.out[0].folder = "";
	if (l.sample)
		l.out[l.sample].folder = "sample";
	for (size_t i = l.secret; i < p->n_nodes; i++)
		if (plan_node(&l, i) < 0)
			return e->code;
	if (!count_tests(&p->nodes[l.secret]) && put_groups_together(&l) < 0)
		return e->code;
	if (plan_samples(&l) < 0)
		return e->code;
	*out = l.out;
	return 0;
}

void standard_put_scores(const struct standard_node *node, struct buf *out)
{
	static const char *const words[] = {
		[SCORE_PASS_FAIL] = "pass-fail", [SCORE_SUM] = "sum", [SCORE_MIN] = "min"
	};

	if (!node->folder || strncmp(node->folder, "secret", 6) != 0)
		return;
	if (isinf(node->max_score))
		buf_puts(out, "max_score: unbounded\n");
	else
		buf_printf(out, "max_score: %.0f\n", node->max_score);
	buf_printf(out, "score_aggregation: %s\n", words[node->score]);
	if (node->require) {
		buf_puts(out, "require_pass: ");
		standard_put_text(out, node->require);
		buf_putc(out, '\n');
	}
}
