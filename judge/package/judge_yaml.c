/*
 * judge_yaml: what a package says to this judge alone, but for its tests and references.
 *
 * The tables below are the reference of the file's keys as the judge reads them; problems/FORMAT.md tells authors
 * what they mean. Whatever they name (groups, families, files) is checked where it is used, with the line that names
 * it.
 *
 * What it stops: names that would become text of a program (signatures) or of a command line (generator arguments)
 * and are not what they claim to be. A driver, a rule or a limit that is misspelt is an error, never the default.
 */
#include "judge/package/package.h"
#include "sandbox/base/clock.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#define MIB            (UINT64_C(1) << 20)
#define FORMAT_VERSION 1
#define SIGNATURES_MAX 64
#define RULES_MAX      64
#define FAMILIES_MAX   32
#define HINTS_MAX      16

struct document {
	uint64_t format;
	uint64_t minutes;
	const char *section, *difficulty, *question, *driver, *prelude, *model, *checker;
	const struct yaml *signature, *complexity, *soundness, *limits, *rules, *groups, *tests, *references, *families,
		*hints;
};

static const char *const difficulties[] = { "easy", "medium", "hard", NULL };

static const struct yaml_field document_fields[] = {
	YAML_FIELD("format", U64, struct document, format, .required = true, .max = 1e9),
	YAML_FIELD("section", LINE, struct document, section, .required = true),
	YAML_FIELD("difficulty", CHOICE, struct document, difficulty, .required = true, .choices = difficulties),
	YAML_FIELD("minutes", U64, struct document, minutes, .min = 1, .max = 600),
	YAML_FIELD("question", LINE, struct document, question),
	YAML_FIELD("driver", LINE, struct document, driver),
	YAML_FIELD("prelude", LINE, struct document, prelude),
	YAML_FIELD("signature", LIST, struct document, signature),
	YAML_FIELD("model", LINE, struct document, model),
	YAML_FIELD("complexity", MAP, struct document, complexity),
	YAML_FIELD("soundness", MAP, struct document, soundness),
	YAML_FIELD("limits", MAP, struct document, limits),
	YAML_FIELD("checker", LINE, struct document, checker),
	YAML_FIELD("rules", LIST, struct document, rules),
	YAML_FIELD("groups", LIST, struct document, groups),
	YAML_FIELD("tests", LIST, struct document, tests),
	YAML_FIELD("references", LIST, struct document, references),
	YAML_FIELD("families", LIST, struct document, families),
	YAML_FIELD("hints", LIST, struct document, hints),
};
static const struct yaml_table document_table = YAML_TABLE(document_fields, struct document);

static const struct yaml_field complexity_fields[] = {
	YAML_FIELD("time", LINE, struct problem, time_words),
	YAML_FIELD("space", LINE, struct problem, space_words),
};
static const struct yaml_table complexity_table = YAML_TABLE(complexity_fields, struct problem);

static const struct yaml_field signature_fields[] = {
	YAML_FIELD("name", LINE, struct signature, name, .required = true),
	YAML_FIELD("type", LINE, struct signature, type, .required = true),
};
static const struct yaml_table signature_table = YAML_TABLE(signature_fields, struct signature);

struct family_row {
	const char *name, *what, *generate, *time, *space, *time_best, *space_best, *phase;
	double time_ratio, space_ratio;
	uint64_t first, last;
	const struct yaml *sizes;
};

static const struct yaml_field family_fields[] = {
	YAML_FIELD("name", LINE, struct family_row, name, .required = true),
	YAML_FIELD("what", LINE, struct family_row, what, .required = true),
	YAML_FIELD("generate", LINE, struct family_row, generate, .required = true),
	YAML_FIELD("time", LINE, struct family_row, time),
	YAML_FIELD("space", LINE, struct family_row, space),
	YAML_FIELD("time_best", LINE, struct family_row, time_best),
	YAML_FIELD("space_best", LINE, struct family_row, space_best),
	YAML_FIELD("time_ratio", DOUBLE, struct family_row, time_ratio, .min = 1, .max = 1000),
	YAML_FIELD("space_ratio", DOUBLE, struct family_row, space_ratio, .min = 1, .max = 1000),
	YAML_FIELD("phase", LINE, struct family_row, phase),
	YAML_FIELD("first", U64, struct family_row, first, .min = 1, .max = FAMILY_LAST_MAX),
	YAML_FIELD("last", U64, struct family_row, last, .min = 4, .max = FAMILY_LAST_MAX),
	YAML_FIELD("sizes", LIST, struct family_row, sizes),
};
static const struct yaml_table family_table = YAML_TABLE(family_fields, struct family_row);

static const struct yaml_field size_fields[] = {
	YAML_FIELD("name", LINE, struct problem_size, name, .required = true),
	YAML_FIELD("is", LINE, struct problem_size, is, .required = true),
};
static const struct yaml_table size_table = YAML_TABLE(size_fields, struct problem_size);

struct rule_row {
	const char *forbid, *require, *what, *why;
};

static const char *const rule_kinds[] = {
	[RULE_IDENTIFIER] = "identifier", [RULE_CALL] = "call",     [RULE_INCLUDE] = "include",
	[RULE_PATTERN] = "pattern",       [RULE_SYMBOL] = "symbol", NULL,
};

static const struct yaml_field rule_fields[] = {
	YAML_FIELD("forbid", CHOICE, struct rule_row, forbid, .choices = rule_kinds),
	YAML_FIELD("require", CHOICE, struct rule_row, require, .choices = rule_kinds),
	YAML_FIELD("what", LINE, struct rule_row, what, .required = true),
	YAML_FIELD("why", LINE, struct rule_row, why),
};
static const struct yaml_table rule_table = YAML_TABLE(rule_fields, struct rule_row);

struct limits {
	uint64_t stack_mib, open_files, processes;
	double wall_s;
};

static const struct yaml_field limits_fields[] = {
	YAML_FIELD("stack", U64, struct limits, stack_mib, .min = 1, .max = 65536),
	YAML_FIELD("open_files", U64, struct limits, open_files, .min = 4, .max = 256),
	YAML_FIELD("processes", U64, struct limits, processes, .min = 1, .max = 1000),
	YAML_FIELD("wall", DOUBLE, struct limits, wall_s, .min = 0.01, .max = 7200),
};
static const struct yaml_table limits_table = YAML_TABLE(limits_fields, struct limits);

/* Words, so that a third one can come. */
struct soundness {
	const char *word[FINDING_CLASSES];
};

static const char *const soundness_words[] = { "reject", "show", NULL };

static const struct yaml_field soundness_fields[] = {
#define X(id, key, rejects) YAML_FIELD(#key, CHOICE, struct soundness, word[FINDING_##id], .choices = soundness_words),
	SOUNDNESS_CLASSES(X)
#undef X
};
static const struct yaml_table soundness_table = YAML_TABLE(soundness_fields, struct soundness);

static bool is_c_name(const char *s)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";

	return s[0] && s[strspn(s, letters)] == 0 && !(s[0] >= '0' && s[0] <= '9');
}

/*
 * The type is put into an assertion behind the candidate's text. A bracket or a comma too many, a semicolon or a
 * comment would make that something else, and every submission a compile error that nobody understands.
 */
static bool is_c_type(const char *s)
{
	int depth = 0;

	if (strpbrk(s, ";{}\"'\\#@`") || strstr(s, "//") || strstr(s, "/*"))
		return false;
	for (; *s && depth >= 0 && (*s != ',' || depth > 0); s++)
		depth += (*s == '(') - (*s == ')');
	return *s == 0 && depth == 0;
}

static int read_signatures(const struct yaml *list, struct problem *p, struct err *e)
{
	const struct yaml *node = list ? list->first : NULL;
	void *rows;
	const struct signature *s;

	if (yaml_rows(list, &signature_table, SIGNATURES_MAX, &p->memory, &rows, &p->n_signatures, e) < 0)
		return e->code;
	p->signatures = s = rows;
	for (size_t i = 0; i < p->n_signatures; i++, node = node->next) {
		if (!is_c_name(s[i].name))
			return yaml_error(node, e, "'%.60s' is no name in C", s[i].name);
		if (!is_c_type(s[i].type))
			return yaml_error(node, e, "'%.200s' is no type in C", s[i].type);
		for (size_t k = 0; k < i; k++)
			if (strcmp(s[k].name, s[i].name) == 0)
				return yaml_error(node, e, "'%s' has a signature already", s[i].name);
	}
	return 0;
}

static enum rule_kind rule_kind_of(const char *word)
{
	size_t kind = 0;

	while (strcmp(rule_kinds[kind], word) != 0)
		kind++;
	return (enum rule_kind)kind;
}

static int read_rules(const struct yaml *list, struct problem *p, struct err *e)
{
	const struct yaml *node = list ? list->first : NULL;
	const struct rule_row *row;
	struct rule *rules;
	void *rows;

	if (yaml_rows(list, &rule_table, RULES_MAX, &p->memory, &rows, &p->n_rules, e) < 0)
		return e->code;
	p->rules = rules = arena_array(&p->memory, p->n_rules, sizeof(*rules));
	if (!rules)
		return err_set(e, -ENOMEM, "out of memory");
	row = rows;
	for (size_t i = 0; i < p->n_rules; i++, row++, node = node->next) {
		if (!row->forbid == !row->require)
			return yaml_error(node, e, "needs either 'forbid' or 'require'");
		rules[i] = (struct rule){
			.kind = rule_kind_of(row->forbid ? row->forbid : row->require),
			.require = row->require != NULL,
			.what = row->what,
			.why = row->why,
		};
	}
	return 0;
}

/* A formula of a family. `sizes`: how many of those beside n it may speak of. Without a text it is left as it is. */
static int read_formula(const struct yaml *node, const char *key, const char *text, const struct problem_family *f,
			size_t sizes, struct formula *out, struct err *e)
{
	const char *names[1 + PROBLEM_SIZES_MAX] = { "n" };
	const struct yaml *place = yaml_get(node, key);

	if (!text)
		return 0;
	for (size_t i = 0; i < sizes; i++)
		names[1 + i] = f->sizes[i].name;
	return formula_parse(text, names, 1 + sizes, out, e) < 0 ? yaml_wrap(place ? place : node, e) : 0;
}

static bool is_size_name(const char *s)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

	return s[0] && !s[strspn(s, letters)] && strcmp(s, "n") && strcmp(s, "log") && strcmp(s, "sqrt");
}

static int read_sizes(const struct yaml *list, struct arena *memory, struct problem_family *f, struct err *e)
{
	const struct yaml *node = list ? list->first : NULL;
	const struct problem_size *row;
	void *rows;
	size_t n;

	if (yaml_rows(list, &size_table, PROBLEM_SIZES_MAX, memory, &rows, &n, e) < 0)
		return e->code;
	row = rows;
	for (size_t i = 0; i < n; i++, node = node->next) {
		if (!is_size_name(row[i].name))
			return yaml_error(node, e, "'%.60s' is no name for a size: letters, and none of n, log, sqrt",
					  row[i].name);
		for (size_t k = 0; k < i; k++)
			if (!strcmp(row[k].name, row[i].name))
				return yaml_error(node, e, "there is a size '%.60s' already", row[i].name);
		f->sizes[i] = row[i];
		if (read_formula(node, "is", row[i].is, f, 0, &f->sizes[i].formula, e) < 0)
			return e->code;
		f->n_sizes = i + 1;
	}
	return 0;
}

/* What of a row must stand together. */
static int check_family(const struct yaml *node, const struct family_row *row, struct err *e)
{
	const struct {
		const char *key, *needs;
		bool given, has_needed;
	} pairs[] = {
		{ "time_best", "time", row->time_best, row->time },
		{ "space_best", "space", row->space_best, row->space },
		{ "time_ratio", "time", row->time_ratio > 0, row->time },
		{ "space_ratio", "space", row->space_ratio > 0, row->space },
	};

	if (!strstr(row->generate, "{n}"))
		return yaml_error(node, e, "'generate' has no {n}");
	if (!row->time && !row->space)
		return yaml_error(node, e, "has neither 'time' nor 'space'");
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
		if (pairs[i].given && !pairs[i].has_needed)
			return yaml_error(yaml_get(node, pairs[i].key), e, "there is no '%s'", pairs[i].needs);
	return 0;
}

static int take_family(const struct yaml *node, const struct family_row *row, struct arena *memory,
		       struct problem_family *f, struct err *e)
{
	struct formula unused;

	if (check_family(node, row, e) < 0)
		return e->code;
	*f = (struct problem_family){
		.name = row->name,
		.what = row->what,
		.generate = row->generate,
		.time = row->time,
		.space = row->space,
		.time_best = row->time_best,
		.space_best = row->space_best,
		.time_ratio = row->time_ratio,
		.space_ratio = row->space_ratio,
		.phase = row->phase,
		.first = row->first ? row->first : FAMILY_FIRST_DEFAULT,
		.last = row->last ? row->last : FAMILY_LAST_DEFAULT,
	};
	if (f->last < 4 * f->first)
		return yaml_error(node, e, "from %" PRIu64 " to %" PRIu64 ": 'last' is to be at least 4 times 'first'",
				  f->first, f->last);
	if (read_sizes(row->sizes, memory, f, e) < 0 ||
	    read_formula(node, "time", row->time, f, f->n_sizes, &f->time_formula, e) < 0 ||
	    read_formula(node, "space", row->space, f, f->n_sizes, &f->space_formula, e) < 0 ||
	    read_formula(node, "time_best", row->time_best, f, f->n_sizes, &unused, e) < 0 ||
	    read_formula(node, "space_best", row->space_best, f, f->n_sizes, &unused, e) < 0)
		return e->code;
	return 0;
}

/* What makes the inputs of families, and what plays them. Their answers are the model's: package_references.c. */
static int check_family_needs(const struct yaml *list, const struct document *d, const struct problem *p, struct err *e)
{
	if (p->n_generator == 0)
		return yaml_error(list, e, "there is no generators/*.c that could make them");
	if (!d->driver)
		return yaml_error(list, e,
				  "there is no 'driver': the steps of a program with its own main are not "
				  "counted");
	if (p->multi_pass)
		return yaml_error(list, e, "the steps of a problem with several passes are not counted");
	return 0;
}

static int read_families(const struct document *d, struct problem *p, struct err *e)
{
	const struct yaml *list = d->families, *node = list ? list->first : NULL;
	struct problem_family *f;
	const struct family_row *row;
	void *rows;

	if (yaml_rows(list, &family_table, FAMILIES_MAX, &p->memory, &rows, &p->n_families, e) < 0)
		return e->code;
	p->families = f = arena_array(&p->memory, p->n_families, sizeof(*f));
	if (!f)
		return err_set(e, -ENOMEM, "out of memory");
	if (p->n_families > 0 && check_family_needs(list, d, p, e) < 0)
		return e->code;
	row = rows;
	for (size_t i = 0; i < p->n_families; i++, node = node->next) {
		if (take_family(node, &row[i], &p->memory, &f[i], e) < 0)
			return e->code;
		for (size_t k = 0; k < i; k++)
			if (strcmp(f[k].name, f[i].name) == 0)
				return yaml_error(node, e, "there is a family '%.60s' already", f[i].name);
	}
	return 0;
}

static int read_hints(const struct yaml *list, struct problem *p, struct err *e)
{
	const size_t n = list ? list->n : 0;
	const char **hints = arena_array(&p->memory, n, sizeof(*hints));
	const struct yaml *node = list ? list->first : NULL;

	if (!hints)
		return err_set(e, -ENOMEM, "out of memory");
	if (n > HINTS_MAX)
		return yaml_error(list, e, "has %zu entries, more than %d", n, HINTS_MAX);
	for (size_t i = 0; i < n; i++, node = node->next)
		if (yaml_line(node, &hints[i], e) < 0)
			return e->code;
	p->hints = hints;
	p->n_hints = n;
	return 0;
}

static int read_limits(const struct yaml *node, struct problem *p, struct err *e)
{
	struct limits l = { .stack_mib = 0 };

	if (yaml_read(node, &limits_table, &l, e) < 0)
		return e->code;
	if (l.stack_mib * MIB > p->limits.memory_bytes)
		return yaml_error(yaml_get(node, "stack"), e, "is more than the memory limit");
	if (l.stack_mib > 0)
		p->limits.box.stack_bytes = l.stack_mib * MIB;
	if (l.open_files > 0)
		p->limits.box.open_files = (uint32_t)l.open_files;
	if (l.processes > 0)
		p->limits.processes = (uint32_t)l.processes;
	p->has_wall_limit = l.wall_s > 0;
	if (l.wall_s > 0)
		p->limits.box.wall_us = (uint64_t)llround(l.wall_s * (double)CLOCK_US_PER_S);
	return 0;
}

static int read_soundness(const struct yaml *node, struct problem *p, struct err *e)
{
	static const bool rejects[FINDING_CLASSES] = {
#define X(id, key, rejects) [FINDING_##id] = rejects,
		SOUNDNESS_CLASSES(X)
#undef X
	};
	struct soundness s = { .word = { NULL } };

	if (node && yaml_read(node, &soundness_table, &s, e) < 0)
		return e->code;
	p->soundness = true;
	for (int i = 0; i < FINDING_CLASSES; i++)
		p->decides[i] = s.word[i] ? !strcmp(s.word[i], "reject") : rejects[i];
	return 0;
}

static int read_checker(const struct yaml *root, const char *arguments, struct problem *p, struct err *e)
{
	if (package_check_arguments(p, arguments, e) < 0)
		return yaml_wrap(yaml_get(root, "checker"), e);
	p->validator_args = arguments;
	return 0;
}

/*
 * A driver without signatures could not say what a submission must define; signatures without a driver would be
 * called by nobody.
 */
static int check_style(const struct yaml *root, const struct document *d, struct err *e)
{
	const bool has_signatures = d->signature && d->signature->n > 0;

	if (d->driver && !has_signatures)
		return yaml_error(root, e, "has a 'driver' but no 'signature'");
	if (!d->driver && has_signatures)
		return yaml_error(d->signature, e, "there is no 'driver' that calls them");
	if (d->driver && (!package_is_name(d->driver) || !package_ends(d->driver, ".c")))
		return yaml_error(yaml_get(root, "driver"), e, "'%.60s' is no name of a .c file in include/",
				  d->driver);
	return 0;
}

int judge_yaml_read(const struct yaml *root, struct problem *p, const char **driver, struct err *e)
{
	struct document d = { .format = 0 };

	if (yaml_read(root, &document_table, &d, e) < 0)
		return e->code;
	if (d.format != FORMAT_VERSION)
		return yaml_error(yaml_get(root, "format"), e, "is %" PRIu64 "; this judge reads format %d", d.format,
				  FORMAT_VERSION);
	if (check_style(root, &d, e) < 0 || read_signatures(d.signature, p, e) < 0 || read_rules(d.rules, p, e) < 0 ||
	    read_families(&d, p, e) < 0 || read_hints(d.hints, p, e) < 0)
		return e->code;
	if (d.limits && read_limits(d.limits, p, e) < 0)
		return e->code;
	if (read_soundness(d.soundness, p, e) < 0)
		return e->code;
	if (d.complexity && yaml_read(d.complexity, &complexity_table, p, e) < 0)
		return e->code;
	if (d.checker && read_checker(root, d.checker, p, e) < 0)
		return e->code;
	p->section = d.section;
	p->difficulty = d.difficulty;
	p->minutes = (unsigned)d.minutes;
	p->question = d.question ? d.question : "";
	p->prelude = d.prelude;
	p->model = d.model;
	p->function_style = d.driver != NULL;
	*driver = d.driver;
	return 0;
}
