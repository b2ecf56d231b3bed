/*
 * package_scoring: the tree by which verdicts and scores of tests become those of a submission.
 *
 * In 2025-09 the tree is flat: secret, and groups in it, each with a rule for scores (test_group.yaml). In the legacy
 * format every folder is a node, rules are inherited (testdata.yaml), and the words are those of its default grader.
 * Both become nodes of one kind, which score.c puts together.
 *
 * Each rule of the format that bounds what may stand together is checked here, so that a score cannot turn out to be
 * more than its bound, or a group be waited for that never comes. Graders of a package's own are refused.
 */
#include "judge/package/package.h"
#include "sandbox/base/parse.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#define SCORE_MOST 1e15

struct building {
	const struct package *pk;
	struct problem *p;
	struct problem_test *tests;
	struct problem_node *nodes; /* PACKAGE_NODES_MAX, sorted by name */
	const struct yaml **said;   /* of each node its own file of settings, or NULL */
	size_t n;
	struct err *e;
};

static int no_memory(struct building *b)
{
	return err_set(b->e, -ENOMEM, "scores: out of memory");
}

/* ---- nodes ------------------------------------------------------------------------------------------------------- */

static struct problem_node *find_node(struct building *b, const char *name)
{
	for (size_t i = 0; i < b->n; i++)
		if (strcmp(b->nodes[i].name, name) == 0)
			return &b->nodes[i];
	return NULL;
}

static int add_node(struct building *b, const char *name, size_t len)
{
	const char *copy = arena_strndup(&b->p->memory, name, len);

	if (!copy)
		return no_memory(b);
	if (find_node(b, copy))
		return 0;
	if (b->n == PACKAGE_NODES_MAX)
		return err_set(b->e, -EINVAL, "more than %u folders of tests", PACKAGE_NODES_MAX);
	b->nodes[b->n++] = (struct problem_node){ .name = copy };
	return 0;
}

/* "sample", "secret", or "secret/GROUP". */
static const char *node_name(struct building *b, const char *group)
{
	if (strcmp(group, "sample") == 0 || strcmp(group, "secret") == 0)
		return group;
	return arena_printf(&b->p->memory, "secret/%s", group);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct problem_node *)a)->name, ((const struct problem_node *)b)->name);
}

/* Each group of tests and, in the legacy format, all folders above it. */
static int add_nodes(struct building *b)
{
	if (add_node(b, "", 0) < 0 || add_node(b, "secret", strlen("secret")) < 0)
		return b->e->code;
	for (size_t i = 0; i < b->p->n_groups; i++) {
		const char *name = node_name(b, b->p->groups[i].name);
		const bool legacy = b->p->format == PROBLEM_LEGACY;

		if (!name)
			return no_memory(b);
		for (const char *slash = strchr(name, '/'); legacy && slash; slash = strchr(slash + 1, '/'))
			if (add_node(b, name, (size_t)(slash - name)) < 0)
				return b->e->code;
		if (add_node(b, name, strlen(name)) < 0)
			return b->e->code;
	}
	/* A folder is named by the beginning of what is in it, and so comes before. */
	qsort(b->nodes, b->n, sizeof(*b->nodes), by_name);
	return 0;
}

/* The nearest node whose name is a folder of this one's. */
static void find_parent(struct building *b, size_t i)
{
	for (size_t k = i; k-- > 0;) {
		const size_t len = strlen(b->nodes[k].name);

		if (len == 0 ||
		    (strncmp(b->nodes[k].name, b->nodes[i].name, len) == 0 && b->nodes[i].name[len] == '/')) {
			b->nodes[i].parent = k;
			return;
		}
	}
}

static int place_tests(struct building *b)
{
	for (size_t i = 0; i < problem_n_judged(b->p); i++) {
		const char *name = node_name(b, b->tests[i].group);
		const struct problem_node *node = name ? find_node(b, name) : NULL;

		if (!node)
			return no_memory(b);
		b->tests[i].node = (size_t)(node - b->nodes);
	}
	return 0;
}

static const char *item_name(const struct building *b, const struct problem_item *item)
{
	const char *name = !item->is_test                 ? b->nodes[item->index].name
			   : item->index >= b->p->n_tests ? "" /* what is static comes first */
							  : b->tests[item->index].name;
	const char *slash = item->is_test && b->p->format == PROBLEM_2025_09 ? NULL : strrchr(name, '/');

	return slash ? slash + 1 : name;
}

static int by_item_name(const void *one, const void *other, void *b)
{
	return strcmp(item_name(b, one), item_name(b, other));
}

static int gather_items(struct building *b, size_t of)
{
	struct problem_item *items = arena_array(&b->p->memory, b->n + problem_n_judged(b->p), sizeof(*items));
	struct problem_node *node = &b->nodes[of];

	if (!items)
		return no_memory(b);
	for (size_t i = 1; i < b->n; i++)
		if (b->nodes[i].parent == of)
			items[node->n_items++] = (struct problem_item){ false, i };
	for (size_t i = 0; i < problem_n_judged(b->p); i++)
		if (b->tests[i].node == of)
			items[node->n_items++] = (struct problem_item){ true, i };
	qsort_r(items, node->n_items, sizeof(*items), by_item_name, b);
	node->items = items;
	return 0;
}

static int read_files(struct building *b)
{
	const char *name = b->p->format == PROBLEM_LEGACY ? "testdata.yaml" : "test_group.yaml";

	for (size_t i = 0; i < b->n; i++) {
		const char *node = b->nodes[i].name;
		const char *path = arena_printf(&b->p->memory, "data/%s%s%s", node, *node ? "/" : "", name);

		if (!path)
			return no_memory(b);
		if (package_settings_file(b->pk, path, &b->said[i], b->e) < 0)
			return b->e->code;
	}
	return 0;
}

static const struct yaml *said(const struct building *b, size_t i, const char *key)
{
	return b->said[i] ? yaml_get(b->said[i], key) : NULL;
}

/* ---- 2025-09 ----------------------------------------------------------------------------------------------------- */

static const char *const score_keys[] = { "max_score", "score_aggregation", "require_pass" };

/* A whole number, or without a bound. */
static int read_max(const struct yaml *node, double *out, struct err *e)
{
	if (node->kind == YAML_TEXT && strcmp(node->text, "unbounded") == 0) {
		*out = INFINITY;
		return 0;
	}
	if (yaml_double(node, 0, SCORE_MOST, out, e) < 0)
		return e->code;
	return *out == floor(*out)
		       ? 0
		       : yaml_error(node, e, "'%.40s' is neither a whole number nor 'unbounded'", node->text);
}

static int read_aggregation(const struct yaml *node, enum score_mode *out, struct err *e)
{
	static const struct {
		const char *word;
		enum score_mode mode;
	} words[] = { { "pass-fail", SCORE_PASS_FAIL }, { "sum", SCORE_SUM }, { "min", SCORE_MIN } };

	for (size_t i = 0; node->kind == YAML_TEXT && i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(node->text, words[i].word) == 0) {
			*out = words[i].mode;
			return 0;
		}
	return yaml_error(node, e, "is none of: pass-fail, sum, min");
}

static int add_requirement(struct building *b, size_t of, const struct yaml *node, size_t *list, size_t *n)
{
	struct problem_node *self = &b->nodes[of];
	const struct problem_node *other = node->kind == YAML_TEXT ? find_node(b, node->text) : NULL;

	if (!other || !*other->name || strcmp(other->name, "secret") == 0)
		return yaml_error(node, b->e, "'%.60s' is none of the groups",
				  node->kind == YAML_TEXT ? node->text : "a list or a map");
	if (strcmp(self->name, "secret") == 0 && strcmp(other->name, "sample") != 0)
		return yaml_error(node, b->e, "secret may depend on sample alone");
	if (strcmp(other->name, self->name) >= 0)
		return yaml_error(node, b->e, "'%.60s' does not come before '%.60s'", other->name, self->name);
	if (other->score != SCORE_PASS_FAIL)
		return yaml_error(node, b->e, "'%.60s' is not pass-fail", other->name);
	list[(*n)++] = (size_t)(other - b->nodes);
	return 0;
}

static int read_requirements(struct building *b, size_t of)
{
	const struct yaml *require = said(b, of, "require_pass");
	size_t n = 0, *list;

	if (!require)
		return 0;
	if (require->kind == YAML_MAP)
		return yaml_error(require, b->e, "is a map, not the name of a group or a list of them");
	list = arena_array(&b->p->memory, require->n + 1, sizeof(*list));
	if (!list)
		return no_memory(b);
	if (require->kind == YAML_TEXT && add_requirement(b, of, require, list, &n) < 0)
		return b->e->code;
	for (const struct yaml *one = require->first; one; one = one->next)
		if (add_requirement(b, of, one, list, &n) < 0)
			return b->e->code;
	b->nodes[of].requires = list;
	b->nodes[of].n_requires = n;
	return 0;
}

static int forbid_keys(struct building *b, size_t i, const char *why)
{
	for (size_t k = 0; k < sizeof(score_keys) / sizeof(*score_keys); k++) {
		const struct yaml *node = said(b, i, score_keys[k]);

		if (node)
			return yaml_error(node, b->e, "%s", why);
	}
	return 0;
}

/* Where the keys of a node stand, for what is wrong with several of them. */
static int refuse(struct building *b, size_t i, const char *key, const char *why)
{
	const struct yaml *node = said(b, i, key);

	return node ? yaml_error(node, b->e, "%s", why)
		    : err_set(b->e, -EINVAL, "data/%s/test_group.yaml: %s: %s", b->nodes[i].name, key, why);
}

/* Those with data; *of_static: the other one, or NULL. */
static size_t count_tests(const struct building *b, const struct problem_node *node,
			  const struct problem_test **of_static)
{
	size_t n = 0;

	*of_static = NULL;
	for (size_t i = 0; i < node->n_items; i++) {
		const bool is_static = node->items[i].is_test && node->items[i].index >= b->p->n_tests;

		n += node->items[i].is_test && !is_static;
		if (is_static)
			*of_static = &b->tests[node->items[i].index];
	}
	return n;
}

/* What a static test can give beside n others, in a group that is read already. */
static int check_static(struct building *b, size_t i, const struct problem_test *t, size_t n)
{
	static const char key[] = "static_validation_score";
	const struct problem_node *node = &b->nodes[i];
	const bool is_alone = n == 0 || node->score == SCORE_MIN;

	if (t->gives_score != (node->score != SCORE_PASS_FAIL))
		return refuse(b, i, key,
			      t->gives_score ? "is a number, and the group is pass-fail"
					     : "is 'pass-fail', and the group is not");
	if (t->gives_score && t->max_score > node->max_score)
		return refuse(b, i, key, "is more than the group's max_score");
	if (t->gives_score && is_alone && t->max_score < node->max_score && !isinf(node->max_score))
		return problem_note(b->p, b->e, "data/%s/: its static test gives %g, so that nobody gets max_score, %g",
				    node->name, t->max_score, node->max_score);
	return 0;
}

/* What is left by the static test is shared out among the others. */
static double share_of(const struct problem_node *node, const struct problem_test *of_static, size_t n)
{
	if (node->score != SCORE_SUM || n == 0)
		return node->max_score;
	return (node->max_score - (of_static ? of_static->max_score : 0)) / (double)n;
}

static int read_node(struct building *b, size_t i, bool is_secret)
{
	struct problem_node *node = &b->nodes[i];
	const struct yaml *max = said(b, i, "max_score"), *how = said(b, i, "score_aggregation");
	const struct problem_test *of_static;
	const size_t n_tests = count_tests(b, node, &of_static);

	node->score = is_secret ? SCORE_SUM : SCORE_PASS_FAIL;
	node->max_score = is_secret ? 100 : INFINITY;
	node->min_score = -INFINITY;
	if ((max && read_max(max, &node->max_score, b->e) < 0) ||
	    (how && read_aggregation(how, &node->score, b->e) < 0))
		return b->e->code;
	if (node->score == SCORE_PASS_FAIL && isinf(node->max_score))
		return refuse(b, i, "max_score", "what is pass-fail needs a bound");
	if (of_static && check_static(b, i, of_static, n_tests) < 0)
		return b->e->code;
	node->test_max = share_of(node, of_static, n_tests);
	/* Behind the first failure its score is settled. */
	node->breaks = node->score != SCORE_SUM && (n_tests || of_static);
	return 0;
}

/* What the nodes may be beside each other. */
static int check_nodes(struct building *b, size_t secret)
{
	const struct problem_node *all = &b->nodes[secret];
	double sum = 0;
	bool has_groups = false;

	for (size_t i = secret + 1; i < b->n; i++) {
		has_groups = true;
		sum += b->nodes[i].max_score;
		if (isinf(b->nodes[i].max_score) && !isinf(all->max_score))
			return refuse(b, i, "max_score", "without a bound, but that of secret has one");
		if (all->score == SCORE_PASS_FAIL && b->nodes[i].score != SCORE_PASS_FAIL)
			return refuse(b, i, "score_aggregation", "secret is pass-fail, and so are its groups");
		if (all->score == SCORE_MIN && b->nodes[i].max_score > all->max_score)
			return refuse(b, i, "max_score", "is more than that of secret");
		if (isinf(b->nodes[i].max_score) && !b->p->n_output_validators)
			return refuse(b, i, "max_score", "without a bound, and no output validator gives a score");
	}
	if (all->score == SCORE_SUM && has_groups && sum > all->max_score)
		return refuse(b, secret, "max_score", "is less than those of its groups together");
	if (all->score == SCORE_SUM && has_groups && sum < all->max_score && !isinf(all->max_score))
		return problem_note(b->p, b->e, "data/secret/: its groups give %g together, and max_score is %g", sum,
				    all->max_score);
	if (!has_groups && isinf(all->max_score) && !b->p->n_output_validators)
		return refuse(b, secret, "max_score", "without a bound, and no output validator gives a score");
	return 0;
}

static int read_2025_09(struct building *b)
{
	const size_t secret = (size_t)(find_node(b, "secret") - b->nodes);

	b->p->validator_scores = b->p->n_output_validators > 0;
	b->nodes[0].verdict = VERDICT_OF_FIRST;
	for (size_t i = 1; i < b->n; i++) {
		if (i < secret && forbid_keys(b, i, "is not for the samples") < 0)
			return b->e->code;
		b->nodes[i].verdict = VERDICT_OF_FIRST;
		if (i >= secret && read_node(b, i, i == secret) < 0)
			return b->e->code;
	}
	for (size_t i = secret; i < b->n; i++)
		if (read_requirements(b, i) < 0)
			return b->e->code;
	return check_nodes(b, secret);
}

/* ---- legacy ------------------------------------------------------------------------------------------------------ */

/* The value that is nearest: of the node itself, or of one above. */
static const struct yaml *inherited(const struct building *b, size_t i, const char *key)
{
	const struct yaml *value = said(b, i, key);

	return value || i == 0 ? value : inherited(b, b->nodes[i].parent, key);
}

static const struct {
	const char *word;
	int score, verdict; /* -1: says nothing of it */
	bool accept_any, last_only;
} grader_flags[] = {
	{ "worst_error", -1, VERDICT_OF_WORST, false, false },
	{ "no_errors", -1, VERDICT_OF_WORST, false, false },
	{ "first_error", -1, VERDICT_OF_FIRST, false, false },
	{ "always_accept", -1, VERDICT_OF_NONE, false, false },
	{ "sum", SCORE_SUM, -1, false, false },
	{ "avg", SCORE_AVERAGE, -1, false, false },
	{ "min", SCORE_MIN, -1, false, false },
	{ "max", SCORE_MAX, -1, false, false },
	{ "accept_if_any_accepted", -1, -1, true, false },
	{ "ignore_sample", -1, -1, false, true },
};

static int add_flag(struct building *b, size_t i, const struct yaml *node, const char *word, size_t len)
{
	struct problem_node *out = &b->nodes[i];

	for (size_t k = 0; k < sizeof(grader_flags) / sizeof(*grader_flags); k++) {
		if (strlen(grader_flags[k].word) != len || memcmp(grader_flags[k].word, word, len) != 0)
			continue;
		if (grader_flags[k].score >= 0)
			out->score = (enum score_mode)grader_flags[k].score;
		if (grader_flags[k].verdict >= 0)
			out->verdict = (enum verdict_mode)grader_flags[k].verdict;
		out->accept_any |= grader_flags[k].accept_any;
		/* Of the root alone; further down it is inherited, and means nothing. */
		out->last_only |= grader_flags[k].last_only && i == 0;
		return 0;
	}
	return yaml_error(node, b->e, "'%.*s' is no flag of the default grader", (int)(len < 60 ? len : 60), word);
}

static int read_flags(struct building *b, size_t i)
{
	const struct yaml *node = inherited(b, i, "grader_flags");

	if (node && node->kind != YAML_TEXT)
		return yaml_error(node, b->e, "is no text");
	for (const char *at = node ? node->text : ""; *(at += strspn(at, " \t\n")); at += strcspn(at, " \t\n"))
		if (add_flag(b, i, node, at, strcspn(at, " \t\n")) < 0)
			return b->e->code;
	return 0;
}

static int read_word(struct building *b, size_t i, const char *key, const char *const words[2], bool *second)
{
	const struct yaml *node = inherited(b, i, key);

	*second = node && node->kind == YAML_TEXT && strcmp(node->text, words[1]) == 0;
	if (!node || *second || (node->kind == YAML_TEXT && strcmp(node->text, words[0]) == 0))
		return 0;
	return yaml_error(node, b->e, "is none of: %s, %s", words[0], words[1]);
}

static int read_number(struct building *b, size_t i, const char *key, double *out)
{
	const struct yaml *node = inherited(b, i, key);

	if (node && !b->p->scoring)
		return yaml_error(node, b->e, "is for scoring problems only");
	return node ? yaml_double(node, -SCORE_MOST, SCORE_MOST, out, b->e) : 0;
}

/* "inf", "-inf", or a number. */
static int read_bound(const struct yaml *node, const char *word, double *out, struct err *e)
{
	const char *bare = word + (*word == '-' || *word == '+');
	const char *number = word + (*word == '+');
	struct err unused;

	if (strcmp(bare, "inf") == 0)
		*out = *word == '-' ? -INFINITY : INFINITY;
	else if (parse_double(number, -SCORE_MOST, SCORE_MOST, out, &unused) < 0)
		return yaml_error(node, e, "'%.40s' is no number", word);
	return 0;
}

static int read_range(struct building *b, size_t i)
{
	const struct yaml *node = inherited(b, i, "range");
	struct problem_node *out = &b->nodes[i];
	char low[64], high[64], more;

	out->min_score = -INFINITY;
	out->max_score = INFINITY;
	if (!node)
		return 0;
	if (!b->p->scoring)
		return yaml_error(node, b->e, "is for scoring problems only");
	if (node->kind != YAML_TEXT || sscanf(node->text, " %63s %63s %c", low, high, &more) != 2)
		return yaml_error(node, b->e, "is not two numbers");
	if (read_bound(node, low, &out->min_score, b->e) < 0 || read_bound(node, high, &out->max_score, b->e) < 0)
		return b->e->code;
	return out->min_score > out->max_score ? yaml_error(node, b->e, "the first is more than the second") : 0;
}

static int read_legacy_node(struct building *b, size_t i)
{
	static const char *const graders[2] = { "default", "custom" }, *const rejects[2] = { "break", "continue" };
	struct problem_node *node = &b->nodes[i];
	bool custom, goes_on;

	node->score = SCORE_SUM;
	node->accept_score = 1;
	if (read_word(b, i, "grading", graders, &custom) < 0 || read_word(b, i, "on_reject", rejects, &goes_on) < 0 ||
	    read_flags(b, i) < 0 || read_number(b, i, "accept_score", &node->accept_score) < 0 ||
	    read_number(b, i, "reject_score", &node->reject_score) < 0 || read_range(b, i) < 0)
		return b->e->code;
	if (custom)
		return yaml_error(inherited(b, i, "grading"), b->e, "this judge has no graders but the default one");
	node->breaks = !goes_on;
	node->test_max = INFINITY;
	return 0;
}

static int read_legacy(struct building *b)
{
	for (size_t i = 0; i < b->n; i++)
		if (read_legacy_node(b, i) < 0)
			return b->e->code;
	return 0;
}

/* ---- all together ------------------------------------------------------------------------------------------------ */

/* Of a pass-fail problem: is it accepted when something of it is not? */
static bool is_lenient(const struct building *b)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->nodes[i].verdict == VERDICT_OF_NONE || b->nodes[i].accept_any || b->nodes[i].last_only)
			return true;
	return false;
}

/* Scores that nobody gets. */
static int note_scores(struct building *b)
{
	for (size_t i = 0; i < b->n; i++)
		for (size_t k = 0; k < sizeof(score_keys) / sizeof(*score_keys); k++) {
			const struct yaml *node = said(b, i, score_keys[k]);

			if (node && problem_note(b->p, b->e, "%s:%u: %s: is for scoring problems only", node->file,
						 node->line, node->key) < 0)
				return b->e->code;
		}
	return 0;
}

int package_scoring(const struct package *pk, struct problem *p, struct problem_test *tests, struct err *e)
{
	struct building b = { .pk = pk, .p = p, .tests = tests, .e = e };
	const bool legacy = p->format == PROBLEM_LEGACY;

	b.nodes = arena_array(&p->memory, PACKAGE_NODES_MAX, sizeof(*b.nodes));
	b.said = arena_array(&p->memory, PACKAGE_NODES_MAX, sizeof(struct yaml *));
	if (!b.nodes || !b.said)
		return no_memory(&b);
	if (add_nodes(&b) < 0 || read_files(&b) < 0)
		return e->code;
	if (!legacy && !p->scoring)
		return note_scores(&b);
	for (size_t i = 1; i < b.n; i++)
		find_parent(&b, i);
	if (place_tests(&b) < 0)
		return e->code;
	for (size_t i = 0; i < b.n; i++)
		if (gather_items(&b, i) < 0)
			return e->code;
	if (legacy ? read_legacy(&b) < 0 : read_2025_09(&b) < 0)
		return e->code;
	if (p->scoring || is_lenient(&b)) {
		p->nodes = b.nodes;
		p->n_nodes = b.n;
	}
	return 0;
}
