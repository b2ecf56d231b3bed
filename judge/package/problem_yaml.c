/*
 * problem_yaml: the metadata of a package, as the 2025-09 format defines it.
 *
 * The tables are that format's, with its types and ranges; a key that they do not have is noted, since packages live
 * longer than the text that they were written to. What the format allows and this judge does not do (constants, files
 * that a submission writes, answers that are handed in) is refused by name when the package is loaded: judged with one
 * rule missing, a right program would come out wrong.
 *
 * What it does not do: the `legacy` format, whose keys mean other things (problem_legacy.c), and the time limit where
 * none is given, which is measured by the references before something is judged (author/time_limit.c).
 */
#include "judge/package/package.h"
#include "sandbox/base/clock.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#define MIB        (UINT64_C(1) << 20)
#define TOPICS_MAX 32

#define PASSES_DEFAULT 2

struct metadata {
	const char *format, *uuid, *version, *license, *rights_owner, *embargo;
	const struct yaml *type, *name, *credits, *source, *limits, *keywords, *languages, *constants;
	bool allow_file_writing;
};

static const char *const licenses[] = { "unknown",  "public domain", "cc0",        "cc by",
					"cc by-sa", "educational",   "permission", NULL };

static const struct yaml_field metadata_fields[] = {
	YAML_FIELD("problem_format_version", LINE, struct metadata, format),
	YAML_FIELD("type", ANY, struct metadata, type),
	YAML_FIELD("name", ANY, struct metadata, name, .required = true),
	YAML_FIELD("uuid", LINE, struct metadata, uuid, .required = true),
	YAML_FIELD("version", LINE, struct metadata, version),
	YAML_FIELD("credits", ANY, struct metadata, credits),
	YAML_FIELD("source", ANY, struct metadata, source),
	YAML_FIELD("license", CHOICE, struct metadata, license, .choices = licenses),
	YAML_FIELD("rights_owner", LINE, struct metadata, rights_owner),
	YAML_FIELD("embargo_until", LINE, struct metadata, embargo),
	YAML_FIELD("limits", MAP, struct metadata, limits),
	YAML_FIELD("keywords", LIST, struct metadata, keywords),
	YAML_FIELD("languages", ANY, struct metadata, languages),
	YAML_FIELD("allow_file_writing", BOOL, struct metadata, allow_file_writing),
	YAML_FIELD("constants", MAP, struct metadata, constants),
};
static const struct yaml_table metadata_table = YAML_TABLE(metadata_fields, struct metadata);

/* People and sources are for people; only the keys are checked. */
struct credits {
	const struct yaml *any;
};

static const struct yaml_field credits_fields[] = {
	YAML_FIELD("authors", ANY, struct credits, any),   YAML_FIELD("contributors", ANY, struct credits, any),
	YAML_FIELD("testers", ANY, struct credits, any),   YAML_FIELD("translators", MAP, struct credits, any),
	YAML_FIELD("packagers", ANY, struct credits, any), YAML_FIELD("acknowledgements", ANY, struct credits, any),
};
static const struct yaml_table credits_table = YAML_TABLE(credits_fields, struct credits);

struct limits {
	const struct yaml *multipliers;
	double time_limit, time_resolution;
	uint64_t memory_mib, output_mib, code_kib;
	uint64_t compilation_s, compilation_mib;
	uint64_t validation_s, validation_mib, validation_output_mib;
	uint64_t passes;
};

static const struct yaml_field limits_fields[] = {
	YAML_FIELD("time_multipliers", MAP, struct limits, multipliers),
	YAML_FIELD("time_limit", DOUBLE, struct limits, time_limit, .min = 0.01, .max = 3600),
	YAML_FIELD("time_resolution", DOUBLE, struct limits, time_resolution, .min = 0.01, .max = 3600),
	YAML_FIELD("memory", U64, struct limits, memory_mib, .min = 1, .max = 65536),
	YAML_FIELD("output", U64, struct limits, output_mib, .min = 1, .max = 1024),
	YAML_FIELD("code", U64, struct limits, code_kib, .min = 1, .max = 1048576),
	YAML_FIELD("compilation_time", U64, struct limits, compilation_s, .min = 1, .max = 3600),
	YAML_FIELD("compilation_memory", U64, struct limits, compilation_mib, .min = 1, .max = 65536),
	YAML_FIELD("validation_time", U64, struct limits, validation_s, .min = 1, .max = 3600),
	YAML_FIELD("validation_memory", U64, struct limits, validation_mib, .min = 1, .max = 65536),
	YAML_FIELD("validation_output", U64, struct limits, validation_output_mib, .min = 1,
		   .max = VALIDATION_OUTPUT_MAX / MIB),
	YAML_FIELD("validation_passes", U64, struct limits, passes, .min = 2, .max = 1e6),
};
static const struct yaml_table limits_table = YAML_TABLE(limits_fields, struct limits);

struct multipliers {
	double ac_to_time_limit, time_limit_to_tle;
};

static const struct yaml_field multiplier_fields[] = {
	YAML_FIELD("ac_to_time_limit", DOUBLE, struct multipliers, ac_to_time_limit, .min = 1, .max = 1e6),
	YAML_FIELD("time_limit_to_tle", DOUBLE, struct multipliers, time_limit_to_tle, .min = 1, .max = 1e6),
};
static const struct yaml_table multiplier_table = YAML_TABLE(multiplier_fields, struct multipliers);

/*
 * Calls `each` for a value that may be one text or a non-empty list of them, as several keys of the format may. Stops
 * at the first result that is not 0.
 */
static int each_text(const struct yaml *value,
		     int (*each)(const struct yaml *node, const char *text, void *arg, struct err *e), void *arg,
		     struct err *e)
{
	const struct yaml *node = value->kind == YAML_LIST ? value->first : value;
	const char *text;
	int r = 0;

	if (!node)
		return yaml_error(value, e, "is empty");
	for (; node && r == 0; node = value->kind == YAML_LIST ? node->next : NULL)
		r = yaml_line(node, &text, e) < 0 ? e->code : each(node, text, arg, e);
	return r;
}

/* No version is the first one, which had no such key. */
static int read_format(const struct yaml *root, struct problem *p, struct err *e)
{
	const struct yaml *node = yaml_get(root, "problem_format_version");

	if (root->kind != YAML_MAP && !yaml_is_null(root))
		return yaml_error(root, e, "is no map");
	p->format = PROBLEM_LEGACY;
	if (!node)
		return 0;
	if (node->kind == YAML_TEXT && strcmp(node->text, "2025-09") == 0)
		p->format = PROBLEM_2025_09;
	else if (node->kind != YAML_TEXT || (strcmp(node->text, "legacy") && strcmp(node->text, "legacy-icpc")))
		return yaml_error(node, e, "'%.60s' is not read by this judge; it reads 2025-09 and legacy",
				  node->kind == YAML_TEXT ? node->text : "a list or a map");
	return 0;
}

enum type { TYPE_PASS_FAIL, TYPE_SCORING, TYPE_MULTI_PASS, TYPE_INTERACTIVE, TYPE_COUNT };

static const char *const types[TYPE_COUNT] = {
	[TYPE_PASS_FAIL] = "pass-fail",
	[TYPE_SCORING] = "scoring",
	[TYPE_MULTI_PASS] = "multi-pass",
	[TYPE_INTERACTIVE] = "interactive",
};

static int add_type(const struct yaml *node, const char *word, void *has_types, struct err *e)
{
	bool *has = has_types;
	size_t t = 0;

	if (strcmp(word, "submit-answer") == 0)
		return yaml_error(node, e, "this judge takes programs, no answers to the tests");
	while (t < TYPE_COUNT && strcmp(types[t], word) != 0)
		t++;
	if (t == TYPE_COUNT)
		return yaml_error(node, e, "'%.60s' is no type of problem", word);
	if (has[t])
		return yaml_error(node, e, "'%s' is there twice", word);
	has[t] = true;
	return has[TYPE_PASS_FAIL] && has[TYPE_SCORING] ? yaml_error(node, e, "is it pass-fail, or scoring?") : 0;
}

static int read_types(const struct yaml *type, struct problem *p, struct err *e)
{
	bool has[TYPE_COUNT] = { false };

	if (type && each_text(type, add_type, has, e) < 0)
		return e->code;
	p->scoring = has[TYPE_SCORING];
	p->multi_pass = has[TYPE_MULTI_PASS];
	p->interactive = has[TYPE_INTERACTIVE];
	p->passes = p->multi_pass ? PASSES_DEFAULT : 1;
	return 0;
}

/* What this judge has a toolchain for, of all that the problem may be solved in. */
static int add_language(const struct yaml *node, const char *code, void *set, struct err *e)
{
	const struct language_row *row = language_by_code(code);

	if (strcmp(code, "all") == 0) {
		*(uint32_t *)set |= LANGUAGES_ALL;
		return 0;
	}
	if (!row)
		return yaml_error(node, e, "'%.40s' is no language of the format", code);
	if (row->language < LANGUAGE_COUNT)
		*(uint32_t *)set |= 1u << row->language;
	return 0;
}

static int read_languages(const struct yaml *languages, struct problem *p, struct err *e)
{
	p->languages = languages ? 0 : LANGUAGES_ALL;
	if (languages && each_text(languages, add_language, &p->languages, e) < 0)
		return e->code;
	return p->languages ? 0
			    : yaml_error(languages, e,
					 "this judge has a toolchain for none of the languages that the problem may be "
					 "solved in");
}

static int check_credits(const struct yaml *credits, struct problem *p, struct err *e)
{
	const char *author;
	struct credits unused;

	return credits->kind == YAML_TEXT ? yaml_line(credits, &author, e)
					  : package_yaml_read(credits, &credits_table, &unused, p, e);
}

/* The format's own rule; a package whose rights are not clear should not get into a set unnoticed. */
static int check_rights(const struct yaml *root, const struct metadata *m, struct err *e)
{
	const char *license = m->license ? m->license : "unknown";

	if (strcmp(license, "public domain") == 0)
		return m->rights_owner ? yaml_error(yaml_get(root, "rights_owner"), e,
						    "nobody owns the rights in what is public domain")
				       : 0;
	if (strcmp(license, "unknown") == 0 || m->rights_owner || m->credits || m->source)
		return 0;
	return yaml_error(root, e, "license '%s' needs a 'rights_owner', 'credits' or a 'source'", license);
}

/* English where there is a choice, like the statement. */
int problem_yaml_name(const struct yaml *name, struct problem *p, struct err *e)
{
	const struct yaml *english = yaml_get(name, "en");

	if (name->kind == YAML_MAP && !name->first)
		return yaml_error(name, e, "is empty");
	if (name->kind == YAML_MAP)
		return yaml_line(english ? english : name->first, &p->name, e);
	return yaml_line(name, &p->name, e);
}

static int check_time(const struct yaml *node, const struct limits *l, struct err *e)
{
	const double steps = l->time_limit / l->time_resolution;

	if (fabs(steps - round(steps)) > 1e-6 * steps)
		return yaml_error(yaml_get(node, "time_limit"), e, "%g is no multiple of the time_resolution, %g",
				  l->time_limit, l->time_resolution);
	return 0;
}

static int read_multipliers(const struct yaml *node, struct problem *p, struct err *e)
{
	struct multipliers m = { 2, 1.5 };

	if (node && package_yaml_read(node, &multiplier_table, &m, p, e) < 0)
		return e->code;
	p->ac_to_time_limit = m.ac_to_time_limit;
	p->time_limit_to_tle = m.time_limit_to_tle;
	return 0;
}

static int read_limits(const struct yaml *node, struct problem *p, struct err *e)
{
	struct limits l = { .time_resolution = 1 };

	if (node && package_yaml_read(node, &limits_table, &l, p, e) < 0)
		return e->code;
	if (read_multipliers(l.multipliers, p, e) < 0)
		return e->code;
	if (l.passes > 0 && !p->multi_pass)
		return yaml_error(yaml_get(node, "validation_passes"), e, "is for multi-pass problems only");
	if (l.time_limit > 0 && check_time(node, &l, e) < 0)
		return e->code;
	p->time_resolution_s = l.time_resolution;
	p->has_time_limit = l.time_limit > 0;
	if (l.passes > 0)
		p->passes = (unsigned)l.passes;
	if (l.time_limit > 0)
		p->limits.box.cpu_us = (uint64_t)llround(l.time_limit * 1e6);
	if (l.memory_mib > 0)
		p->limits.memory_bytes = l.memory_mib * MIB;
	if (l.output_mib > 0)
		p->limits.output_bytes = l.output_mib * MIB;
	p->validation_cpu_us = l.validation_s * CLOCK_US_PER_S;
	p->validation_bytes = l.validation_mib * MIB;
	p->validation_output_bytes = l.validation_output_mib * MIB;
	p->compilation_cpu_us = l.compilation_s * CLOCK_US_PER_S;
	p->compilation_bytes = l.compilation_mib * MIB;
	p->code_bytes = l.code_kib * 1024;
	return 0;
}

int problem_yaml_topics(const struct yaml *list, struct problem *p, struct err *e)
{
	const char **topics = arena_array(&p->memory, list->n, sizeof(*topics));
	const struct yaml *node = list->first;

	if (!topics)
		return err_set(e, -ENOMEM, "out of memory");
	if (list->n > TOPICS_MAX)
		return yaml_error(list, e, "has %zu entries, more than %d", list->n, TOPICS_MAX);
	for (size_t i = 0; i < list->n; i++, node = node->next)
		if (yaml_line(node, &topics[i], e) < 0)
			return e->code;
	p->topics = topics;
	p->n_topics = list->n;
	return 0;
}

static int read_2025_09(const struct yaml *root, struct problem *p, struct err *e)
{
	struct metadata m = { .format = NULL };

	if (package_yaml_read(root, &metadata_table, &m, p, e) < 0 || read_types(m.type, p, e) < 0 ||
	    read_languages(m.languages, p, e) < 0)
		return e->code;
	if (m.credits && check_credits(m.credits, p, e) < 0)
		return e->code;
	if (m.allow_file_writing)
		return yaml_error(yaml_get(root, "allow_file_writing"), e, "this judge lets no submission write files");
	if (m.embargo &&
	    problem_note(p, e, "%s:%u: embargo_until: is for who publishes packages; nothing is hidden here",
			 root->file, yaml_get(root, "embargo_until")->line) < 0)
		return e->code;
	if (m.constants && m.constants->n > 0)
		return yaml_error(m.constants, e, "this judge does not put constants in");
	if (check_rights(root, &m, e) < 0 || problem_yaml_name(m.name, p, e) < 0)
		return e->code;
	if (m.keywords && problem_yaml_topics(m.keywords, p, e) < 0)
		return e->code;
	return read_limits(m.limits, p, e);
}

int problem_yaml_read(const struct yaml *root, struct problem *p, struct err *e)
{
	/* First of all: the keys of one version are none of the other's. */
	if (read_format(root, p, e) < 0)
		return e->code;
	return p->format == PROBLEM_LEGACY ? problem_legacy_read(root, p, e) : read_2025_09(root, p, e);
}
