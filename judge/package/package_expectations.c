/*
 * package_expectations: what the format promises of the submissions in a package.
 *
 * There are three sources. A folder says it by its name, in words that differ a little between the two versions of the
 * format; submissions.yaml (2025-09) says it with patterns, for all tests or some, and may give a folder another
 * meaning; DOMjudge's mark in a source (`@EXPECTED_RESULTS@: TIMELIMIT, RUN-ERROR`) says it where the folder is none
 * of the official ones. All become rows of one kind, each with the place that it comes from.
 *
 * What it stops: promises that contradict each other, which no submission could keep, and patterns that fit nothing,
 * which would promise nothing: the first are refused, the second are noted.
 */
#include "judge/package/package.h"
#include "sandbox/base/fs.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#define SUBMISSIONS      "submissions/"
#define RULES_MAX        500u
#define EXPECTATIONS_MAX 64u /* of one submission */
#define SCORE_MAX        1e15

#define AC  VERDICT_BIT(VERDICT_AC)
#define WA  VERDICT_BIT(VERDICT_WA)
#define TLE VERDICT_BIT(VERDICT_TLE)
#define RTE VERDICT_BIT(VERDICT_RTE)
#define ALL (AC | WA | TLE | RTE)

/* ---- folders ----------------------------------------------------------------------------------------------------- */

struct folder {
	const char *name;
	uint32_t permitted, required, overall;
	bool below_best;
	bool official; /* its meaning is the format's: marks in sources do not count */
};

static const struct folder folders_2025_09[] = {
	{ "accepted", .permitted = AC, .official = true },
	{ "rejected", .required = WA | TLE | RTE },
	{ "wrong_answer", .permitted = AC | WA, .required = WA, .official = true },
	{ "time_limit_exceeded", .permitted = AC | TLE, .required = TLE, .official = true },
	{ "run_time_error", .permitted = AC | RTE, .required = RTE, .official = true },
	{ "brute_force", .permitted = AC | RTE | TLE, .required = RTE | TLE, .official = true },
	{ .name = NULL },
};

/*
 * `slow_accepted` and what follows are not in that text; Kattis, DOMjudge and others have them. A word for the whole
 * submission is not one for each of its tests.
 */
static const struct folder folders_legacy[] = {
	{ "accepted", .permitted = AC, .official = true },
	{ "partially_accepted", .overall = AC, .below_best = true, .official = true },
	{ "wrong_answer", .permitted = AC | WA, .required = WA, .official = true },
	{ "time_limit_exceeded", .permitted = AC | WA | TLE, .required = TLE, .official = true },
	{ "run_time_error", .required = RTE, .official = true },
	{ "slow_accepted", .permitted = AC },
	{ "rejected", .required = WA | TLE | RTE },
	{ "brute_force", .permitted = AC | RTE | TLE, .required = RTE | TLE },
	{ "no_output", .overall = VERDICT_BIT(VERDICT_NO) },
	{ "output_limit", .overall = VERDICT_BIT(VERDICT_OLE) },
	{ "memory_limit", .overall = VERDICT_BIT(VERDICT_MLE) },
	{ "compiler_error", .overall = VERDICT_BIT(VERDICT_CE) | VERDICT_BIT(VERDICT_CTL) },
	{ .name = NULL },
};

static const struct folder *find_folder(enum problem_format format, const char *name, size_t len)
{
	const struct folder *f = format == PROBLEM_LEGACY ? folders_legacy : folders_2025_09;

	for (; f->name; f++)
		if (strlen(f->name) == len && memcmp(f->name, name, len) == 0)
			return f;
	return NULL;
}

/* ---- submissions.yaml -------------------------------------------------------------------------------------------- */

/* One map of it, for the submissions that `which` fits. */
struct rule_of {
	struct glob which;
	const struct yaml *node; /* of the map at the top: what is said of languages */
	struct problem_expectation says;
	bool has_permitted, has_required; /* else, for a folder's own name, what the folder says holds */
	bool is_folder;                   /* its pattern is the name of a folder that has a meaning of its own */
	bool used;
};

struct expecting {
	const struct package *pk;
	struct problem *p;
	struct rule_of *rules; /* RULES_MAX */
	size_t n_rules;
};

struct demands {
	const struct yaml *permitted, *required, *score, *time, *people;
	const char *message, *language, *entrypoint;
	bool model_solution;
};

#define COMMON                                                                                                         \
	YAML_FIELD("permitted", LIST, struct demands, permitted),                                                      \
		YAML_FIELD("required", LIST, struct demands, required),                                                \
		YAML_FIELD("score", ANY, struct demands, score), YAML_FIELD("message", TEXT, struct demands, message), \
		YAML_FIELD("use_for_time_limit", ANY, struct demands, time)

static const struct yaml_field submission_fields[] = {
	COMMON,
	YAML_FIELD("language", LINE, struct demands, language),
	YAML_FIELD("entrypoint", LINE, struct demands, entrypoint),
	YAML_FIELD("authors", ANY, struct demands, people),
	YAML_FIELD("model_solution", BOOL, struct demands, model_solution),
};

static const struct yaml_table submission_table = YAML_TABLE(submission_fields, struct demands);

static const struct yaml_field tests_fields[] = { COMMON };
static const struct yaml_table tests_table = YAML_TABLE(tests_fields, struct demands);

/* The verdicts that this list names; 0: none is there. */
static int read_verdicts(const struct yaml *list, uint32_t *out, struct err *e)
{
	uint32_t set = 0;

	for (const struct yaml *node = list ? list->first : NULL; node; node = node->next) {
		struct err unused;
		enum verdict v = VERDICT_NONE;

		if (node->kind == YAML_TEXT && verdict_parse(node->text, &v, &unused) < 0)
			v = VERDICT_NONE;
		if (v == VERDICT_NONE || !(VERDICT_BIT(v) & ALL))
			return yaml_error(node, e, "'%.40s' is none of: AC, WA, TLE, RTE",
					  node->kind == YAML_TEXT ? node->text : "a list or a map");
		set |= VERDICT_BIT(v);
	}
	if (list && !set)
		return yaml_error(list, e, "is empty");
	*out = set;
	return 0;
}

/* A number, or the least and the most. */
static int read_score(const struct yaml *node, const struct problem *p, struct problem_expectation *out, struct err *e)
{
	if (!node)
		return 0;
	if (!p->scoring)
		return yaml_error(node, e, "is for scoring problems only");
	if (node->kind == YAML_LIST && node->n != 2)
		return yaml_error(node, e, "is a list of %zu, not a number or two", node->n);
	if (yaml_double(node->kind == YAML_LIST ? node->first : node, 0, SCORE_MAX, &out->score_min, e) < 0 ||
	    yaml_double(node->kind == YAML_LIST ? node->first->next : node, 0, SCORE_MAX, &out->score_max, e) < 0)
		return e->code;
	if (out->score_min > out->score_max)
		return yaml_error(node, e, "%g is more than %g", out->score_min, out->score_max);
	out->has_score = true;
	return 0;
}

static int read_time(const struct yaml *node, struct problem_expectation *out, struct err *e)
{
	static const struct {
		const char *word;
		enum time_bound bound;
	} words[] = {
		{ "true", TIME_BOUND_BY_VERDICT },
		{ "false", TIME_BOUND_NONE },
		{ "lower", TIME_BOUND_LOWER },
		{ "upper", TIME_BOUND_UPPER },
	};

	if (!node)
		return 0;
	for (size_t i = 0; node->kind == YAML_TEXT && i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(node->text, words[i].word) == 0) {
			out->time = words[i].bound;
			return 0;
		}
	return yaml_error(node, e, "is none of: true, false, lower, upper");
}

static int read_demands(const struct demands *d, const struct problem *p, struct rule_of *r, struct err *e)
{
	struct problem_expectation *x = &r->says;

	if (read_verdicts(d->permitted, &x->permitted, e) < 0 || read_verdicts(d->required, &x->required, e) < 0 ||
	    read_score(d->score, p, x, e) < 0 || read_time(d->time, x, e) < 0)
		return e->code;
	r->has_permitted = d->permitted != NULL;
	r->has_required = d->required != NULL;
	x->message = d->message && *d->message ? d->message : NULL;
	return 0;
}

static int add_rule(struct expecting *x, const struct rule_of *r, struct err *e)
{
	if (x->n_rules == RULES_MAX)
		return yaml_error(r->node, e, "more than %u expectations", RULES_MAX);
	x->rules[x->n_rules] = *r;
	x->rules[x->n_rules].says.from = arena_printf(&x->p->memory, "%s:%u: %s", r->node->file, r->node->line,
						      r->node->key ? r->node->key : "");
	return x->rules[x->n_rules++].says.from ? 0 : err_set(e, -ENOMEM, "out of memory");
}

/* Does some test or group have such a name? */
static bool fits_a_test(const struct problem *p, const struct glob *g)
{
	char name[TEST_PATH_MAX];

	for (size_t i = 0; i < problem_n_judged(p); i++)
		if (glob_fits(g, problem_test_path(&p->tests[i], name)))
			return true;
	return false;
}

/* A key that is none of the format's own words, with a map behind it: some tests. */
static int read_tests(struct expecting *x, const struct rule_of *of, const struct yaml *node, struct err *e)
{
	struct glob *tests = arena_alloc(&x->p->memory, sizeof(*tests));
	struct rule_of r = { .which = of->which, .node = node };
	struct demands d = { .permitted = NULL };

	if (!tests)
		return err_set(e, -ENOMEM, "out of memory");
	if (glob_parse(node->key, &x->p->memory, tests, e) < 0)
		return yaml_wrap(node, e);
	if (!fits_a_test(x->p, tests) &&
	    problem_note(x->p, e, "%s:%u: %s: fits no test", node->file, node->line, node->key) < 0)
		return e->code;
	if (package_yaml_read(node, &tests_table, &d, x->p, e) < 0 || read_demands(&d, x->p, &r, e) < 0)
		return e->code;
	r.says.tests = tests;
	/* Only the map at the top speaks of languages. */
	r.used = true;
	return add_rule(x, &r, e);
}

struct reading {
	struct expecting *x;
	const struct rule_of *of;
};

static int read_unknown(const struct yaml *value, const char *text, void *arg, struct err *e)
{
	const struct reading *reading = arg;

	return value->kind == YAML_MAP ? read_tests(reading->x, reading->of, value, e)
				       : problem_note(reading->x->p, e, "%s", text);
}

/* The map of one pattern at the top. */
static int read_submission(struct expecting *x, const struct yaml *node, struct err *e)
{
	struct rule_of r = { .node = node };
	struct reading reading = { x, &r };
	struct demands d = { .permitted = NULL };

	if (glob_parse(node->key, &x->p->memory, &r.which, e) < 0)
		return yaml_wrap(node, e);
	r.is_folder = find_folder(x->p->format, node->key, strlen(node->key)) != NULL;
	if (yaml_read_known(node, &submission_table, &d, read_unknown, &reading, e) < 0 ||
	    read_demands(&d, x->p, &r, e) < 0)
		return e->code;
	return add_rule(x, &r, e);
}

int expecting_open(const struct package *pk, const struct yaml *root, struct problem *p, struct expecting **out,
		   struct err *e)
{
	struct expecting *x = arena_alloc(&p->memory, sizeof(*x));
	struct rule_of *rules = arena_array(&p->memory, RULES_MAX, sizeof(*rules));

	if (!x || !rules)
		return err_set(e, -ENOMEM, "out of memory");
	*x = (struct expecting){ .pk = pk, .p = p, .rules = rules };
	if (root && root->kind != YAML_MAP && !yaml_is_null(root))
		return yaml_error(root, e, "is no map");
	for (const struct yaml *node = root ? root->first : NULL; node; node = node->next)
		if (read_submission(x, node, e) < 0)
			return e->code;
	*out = x;
	return 0;
}

/* ---- marks in sources -------------------------------------------------------------------------------------------- */

static const struct {
	const char *word;
	uint32_t verdicts;
} results[] = {
	{ "CORRECT", AC },
	{ "ACCEPTED", AC },
	{ "WRONG-ANSWER", WA | VERDICT_BIT(VERDICT_NO) },
	{ "WRONG_ANSWER", WA | VERDICT_BIT(VERDICT_NO) },
	{ "TIMELIMIT", TLE | VERDICT_BIT(VERDICT_WTL) },
	{ "TIME_LIMIT_EXCEEDED", TLE | VERDICT_BIT(VERDICT_WTL) },
	{ "RUN-ERROR", RTE | VERDICT_BIT(VERDICT_MLE) | VERDICT_BIT(VERDICT_SV) },
	{ "RUN_TIME_ERROR", RTE | VERDICT_BIT(VERDICT_MLE) | VERDICT_BIT(VERDICT_SV) },
	{ "MEMORY-LIMIT", VERDICT_BIT(VERDICT_MLE) },
	{ "MEMORY_LIMIT", VERDICT_BIT(VERDICT_MLE) },
	{ "NO-OUTPUT", VERDICT_BIT(VERDICT_NO) },
	{ "NO_OUTPUT", VERDICT_BIT(VERDICT_NO) },
	{ "OUTPUT-LIMIT", VERDICT_BIT(VERDICT_OLE) },
	{ "OUTPUT_LIMIT", VERDICT_BIT(VERDICT_OLE) },
	{ "COMPILER-ERROR", VERDICT_BIT(VERDICT_CE) | VERDICT_BIT(VERDICT_CTL) },
	{ "COMPILER_ERROR", VERDICT_BIT(VERDICT_CE) | VERDICT_BIT(VERDICT_CTL) },
};

/* The set that one word stands for; 0: none. Upper and lower case are the same. */
static uint32_t result_verdicts(const char *word, size_t len)
{
	for (size_t i = 0; i < sizeof(results) / sizeof(*results); i++)
		if (strlen(results[i].word) == len && strncasecmp(results[i].word, word, len) == 0)
			return results[i].verdicts;
	return 0;
}

struct mark {
	const char *file; /* below the package */
	uint32_t line;
	uint32_t verdicts; /* 0: there is no mark */
};

/* "CORRECT, WRONG-ANSWER" up to the line's end. */
static int read_words(const char *p, const char *end, struct mark *out, struct err *e)
{
	for (;;) {
		const char *comma = memchr(p, ',', (size_t)(end - p)), *stop = comma ? comma : end;
		uint32_t verdicts;

		while (p < stop && isspace((unsigned char)*p))
			p++;
		while (stop > p && isspace((unsigned char)stop[-1]))
			stop--;
		verdicts = result_verdicts(p, (size_t)(stop - p));
		if (!verdicts)
			return err_set(e, -EINVAL, "%s:%u: '%.*s' is no result that could be expected", out->file,
				       out->line, (int)(stop - p < 40 ? stop - p : 40), p);
		out->verdicts |= verdicts;
		if (!comma)
			return 0;
		p = comma + 1;
	}
}

static const char *find_mark(const char *p, const char *end, const char **words)
{
	static const char *const marks[] = { "@EXPECTED_RESULTS@:", "@EXPECTED_SCORE@:" };

	for (; (p = memchr(p, '@', (size_t)(end - p))); p++)
		for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
			const size_t len = strlen(marks[i]);

			if ((size_t)(end - p) > len && strncasecmp(p, marks[i], len) == 0) {
				*words = p + len;
				return p;
			}
		}
	return NULL;
}

static int search_file(const struct package *pk, const struct package_file *file, struct mark *out, struct err *e)
{
	cleanup_fd int fd = package_open_file(pk->fd, file->path, e);
	cleanup_buf struct buf text;
	const char *at, *words = NULL, *end, *line_end, *comment_end;
	int r;

	buf_init(&text, SOURCE_BYTES_MAX);
	if (fd < 0)
		return fd;
	r = fs_read_fd(fd, &text, e);
	/* What is too long is searched as far as it was read; that it is too long is for others to say. */
	if (r < 0 && r != -EMSGSIZE)
		return err_wrap(e, "%s", file->path);
	end = text.data + text.len;
	at = find_mark(text.data, end, &words);
	if (!at)
		return 0;
	if (out->verdicts || find_mark(words, end, &words))
		return err_set(e, -EINVAL, "%s: a second mark of what to expect", file->path);
	out->file = file->path;
	out->line = 1;
	for (const char *p = text.data; p < at; p++)
		out->line += *p == '\n';
	line_end = memchr(words, '\n', (size_t)(end - words));
	line_end = line_end ? line_end : end;
	comment_end = memmem(words, (size_t)(line_end - words), "*/", 2);
	return read_words(words, comment_end ? comment_end : line_end, out, e);
}

/* In the file that is the submission, or the files of the folder that is. */
static int search_marks(const struct package *pk, const char *entry, struct mark *out, struct err *e)
{
	const char *path = arena_printf(pk->memory, SUBMISSIONS "%s", entry);
	const char *below = arena_printf(pk->memory, SUBMISSIONS "%s/", entry);
	const struct package_file *files;
	size_t n = 1;

	if (!path || !below)
		return err_set(e, -ENOMEM, "out of memory");
	files = package_find(pk, path);
	if (!files)
		files = package_below(pk, below, &n);
	for (size_t i = 0; i < n; i++)
		if (search_file(pk, &files[i], out, e) < 0)
			return e->code;
	return 0;
}

/* ---- one submission ---------------------------------------------------------------------------------------------- */

struct gathered {
	struct problem_expectation list[EXPECTATIONS_MAX];
	size_t n;
};

static int add(struct gathered *g, const struct problem_expectation *x, struct err *e)
{
	if (g->n == EXPECTATIONS_MAX)
		return err_set(e, -EINVAL, "%s: more than %u expectations of one submission", x->from,
			       EXPECTATIONS_MAX);
	g->list[g->n++] = *x;
	return 0;
}

/* What the folder says, where submissions.yaml does not say otherwise under its name. */
static int add_folder(struct expecting *x, const struct folder *folder, const char *entry, struct gathered *g,
		      struct err *e)
{
	struct problem_expectation says = {
		.permitted = folder->permitted,
		.required = folder->required,
		.overall = folder->overall,
		.below_best = folder->below_best,
		.from = arena_printf(&x->p->memory, SUBMISSIONS "%.*s/", (int)strcspn(entry, "/"), entry),
	};

	if (!says.from)
		return err_set(e, -ENOMEM, "out of memory");
	/* Too slow for some languages' sake, and no measure of the others. */
	if (!strcmp(folder->name, "brute_force") || !strcmp(folder->name, "slow_accepted"))
		says.time = TIME_BOUND_NONE;
	for (size_t i = 0; i < x->n_rules; i++) {
		const struct rule_of *r = &x->rules[i];

		if (!r->is_folder || r->says.tests || strcmp(r->node->key, folder->name) != 0)
			continue;
		says.permitted = r->has_permitted ? r->says.permitted : says.permitted;
		says.required = r->has_required ? r->says.required : says.required;
		says.time = r->says.time != TIME_BOUND_BY_VERDICT ? r->says.time : says.time;
	}
	return add(g, &says, e);
}

static int add_rules(struct expecting *x, const char *entry, struct problem_reference *ref, const char **language,
		     struct gathered *g, struct err *e)
{
	for (size_t i = 0; i < x->n_rules; i++) {
		struct rule_of *r = &x->rules[i];
		const struct yaml *said;
		struct problem_expectation says = r->says;

		if (!glob_fits(&r->which, entry))
			continue;
		r->used = true;
		if (!says.tests && (said = yaml_get(r->node, "language")))
			*language = said->text;
		if (!says.tests && (said = yaml_get(r->node, "entrypoint")))
			ref->entrypoint = said->text;
		/* Counted with the folder already. */
		if (r->is_folder && !says.tests)
			says.permitted = says.required = 0, says.time = TIME_BOUND_BY_VERDICT;
		if ((says.permitted || says.required || says.message || says.has_score || says.time) &&
		    add(g, &says, e) < 0)
			return e->code;
	}
	return 0;
}

static int add_mark(struct expecting *x, const char *entry, struct gathered *g, struct err *e)
{
	struct mark mark = { .file = NULL };
	struct problem_expectation says = { 0 };

	if (search_marks(x->pk, entry, &mark, e) < 0)
		return e->code;
	if (!mark.verdicts)
		return 0;
	says.overall = mark.verdicts;
	says.from = arena_printf(&x->p->memory, "%s:%u", mark.file, mark.line);
	return says.from ? add(g, &says, e) : err_set(e, -ENOMEM, "out of memory");
}

static bool concerns(const struct problem_expectation *x, const char *test)
{
	return !x->tests || glob_fits(x->tests, test);
}

/* No test is permitted nothing, and what is required of some test is permitted to one. */
static int check_consistency(const struct problem *p, const char *entry, const struct gathered *g, struct err *e)
{
	uint32_t reachable[EXPECTATIONS_MAX] = { 0 };
	char name[TEST_PATH_MAX];

	for (size_t i = 0; i < problem_n_judged(p); i++) {
		const char *test = problem_test_path(&p->tests[i], name);
		uint32_t left = ALL;

		for (size_t k = 0; k < g->n; k++) {
			if (!g->list[k].permitted || !concerns(&g->list[k], test))
				continue;
			if (!(left &= g->list[k].permitted))
				return err_set(e, -EINVAL,
					       "%s: of '%.100s' in test %s, this permits nothing that others permit",
					       g->list[k].from, entry, test);
		}
		for (size_t k = 0; k < g->n; k++)
			if (concerns(&g->list[k], test))
				reachable[k] |= left;
	}
	for (size_t k = 0; k < g->n; k++)
		if (reachable[k] && g->list[k].required && !(g->list[k].required & reachable[k]))
			return err_set(e, -EINVAL, "%s: of '%.100s', what this requires is permitted in no test",
				       g->list[k].from, entry);
	return 0;
}

/* One verdict that stands for the whole, for those who want one. */
static enum verdict gist(const struct gathered *g)
{
	static const enum verdict words[] = { VERDICT_WA, VERDICT_TLE, VERDICT_RTE, VERDICT_CE };
	uint32_t required = 0, permitted = ALL;

	for (size_t i = 0; i < g->n; i++) {
		if (g->list[i].tests)
			continue;
		permitted &= g->list[i].permitted ? g->list[i].permitted : ALL;
		required |= g->list[i].required | g->list[i].overall;
	}
	if (permitted == AC)
		return VERDICT_AC;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (required && (required & VERDICT_BIT(words[i])) && !(required & ALL & ~VERDICT_BIT(words[i])))
			return words[i];
	return VERDICT_NONE;
}

int expecting_fill(struct expecting *x, const char *entry, struct problem_reference *r, const char **language,
		   struct err *e)
{
	const struct folder *folder = find_folder(x->p->format, entry, strcspn(entry, "/"));
	struct problem_expectation *list;
	struct gathered g = { .n = 0 };

	if ((folder && add_folder(x, folder, entry, &g, e) < 0) || add_rules(x, entry, r, language, &g, e) < 0 ||
	    (!(folder && folder->official) && add_mark(x, entry, &g, e) < 0) ||
	    check_consistency(x->p, entry, &g, e) < 0)
		return e->code;
	list = arena_array(&x->p->memory, g.n, sizeof(*list));
	if (!list)
		return err_set(e, -ENOMEM, "out of memory");
	if (g.n)
		memcpy(list, g.list, g.n * sizeof(*list));
	r->expectations = list;
	r->n_expectations = g.n;
	r->expected.verdict = gist(&g);
	return g.n ? 0 : problem_note(x->p, e, SUBMISSIONS "%s: nothing says what it is to get", entry);
}

int expecting_close(struct expecting *x, struct err *e)
{
	for (size_t i = 0; i < x->n_rules; i++) {
		const struct rule_of *r = &x->rules[i];

		if (!r->used && problem_note(x->p, e, "%s: fits no submission", r->says.from) < 0)
			return e->code;
	}
	return 0;
}
