/*
 * problem_legacy: the metadata of a package in the `legacy` format, which is what most packages are in.
 *
 * Its text is older than its tools, and both have grown: keys that Kattis, DOMjudge or the ICPC's variant of the
 * format know are taken for what they mean there; `validation` is a line of words that say whose output validator is
 * asked and what else it does; a name may stand in the statement alone. People and sources are taken as they come.
 * Only what would change a verdict is looked at closely.
 *
 * What it does not do: find a time limit where nothing gives one (domjudge_ini.c). That is measured, by the references,
 * before something is judged (author/time_limit.c).
 */
#include "judge/package/package.h"
#include "sandbox/base/clock.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#define MIB (UINT64_C(1) << 20)

struct metadata {
	const char *format, *type, *license, *flags;
	const struct yaml *name, *limits, *validation, *grading, *keywords, *unused;
};

static const struct yaml_field metadata_fields[] = {
	YAML_FIELD("problem_format_version", LINE, struct metadata, format),
	YAML_FIELD("type", LINE, struct metadata, type),
	YAML_FIELD("name", ANY, struct metadata, name),
	YAML_FIELD("uuid", ANY, struct metadata, unused),
	YAML_FIELD("author", ANY, struct metadata, unused),
	YAML_FIELD("source", ANY, struct metadata, unused),
	YAML_FIELD("source_url", ANY, struct metadata, unused),
	YAML_FIELD("license", LINE, struct metadata, license),
	YAML_FIELD("rights_owner", ANY, struct metadata, unused),
	YAML_FIELD("limits", MAP, struct metadata, limits),
	YAML_FIELD("validation", ANY, struct metadata, validation),
	YAML_FIELD("validator_flags", TEXT, struct metadata, flags),
	YAML_FIELD("grading", MAP, struct metadata, grading),
	YAML_FIELD("keywords", ANY, struct metadata, keywords),
};
static const struct yaml_table metadata_table = YAML_TABLE(metadata_fields, struct metadata);

struct limits {
	double multiplier, margin, time_limit, time_resolution;
	double memory_mib, output_mib, code_kib, validation_s, validation_mib, validation_output_mib;
	double compilation_s, compilation_mib;
	uint64_t passes;
};

/* `time_limit` and what follows are in the ICPC's variant of the format, and in what DOMjudge writes. */
static const struct yaml_field limits_fields[] = {
	YAML_FIELD("time_multiplier", DOUBLE, struct limits, multiplier, .min = 1, .max = 1e6),
	YAML_FIELD("time_safety_margin", DOUBLE, struct limits, margin, .min = 1, .max = 1e6),
	YAML_FIELD("memory", DOUBLE, struct limits, memory_mib, .min = 1, .max = 65536),
	YAML_FIELD("output", DOUBLE, struct limits, output_mib, .min = 0.001, .max = 1024),
	YAML_FIELD("code", DOUBLE, struct limits, code_kib, .min = 0.001, .max = 1048576),
	YAML_FIELD("compilation_time", DOUBLE, struct limits, compilation_s, .min = 0.001, .max = 3600),
	YAML_FIELD("compilation_memory", DOUBLE, struct limits, compilation_mib, .min = 1, .max = 65536),
	YAML_FIELD("validation_time", DOUBLE, struct limits, validation_s, .min = 0.001, .max = 3600),
	YAML_FIELD("validation_memory", DOUBLE, struct limits, validation_mib, .min = 1, .max = 65536),
	YAML_FIELD("validation_output", DOUBLE, struct limits, validation_output_mib, .min = 0.001,
		   .max = VALIDATION_OUTPUT_MAX / MIB),
	YAML_FIELD("time_limit", DOUBLE, struct limits, time_limit, .min = 0.01, .max = 3600),
	YAML_FIELD("time_resolution", DOUBLE, struct limits, time_resolution, .min = 0.01, .max = 3600),
	YAML_FIELD("validation_passes", U64, struct limits, passes, .min = 2, .max = 1e6),
};
static const struct yaml_table limits_table = YAML_TABLE(limits_fields, struct limits);

struct grading {
	const char *objective, *on_reject, *range;
	bool show;
	const struct yaml *accept_score, *reject_score;
};

static const char *const objectives[] = { "max", "min", NULL };

/* The last four are older than the text: today they stand in testdata.yaml. */
static const struct yaml_field grading_fields[] = {
	YAML_FIELD("objective", CHOICE, struct grading, objective, .choices = objectives),
	YAML_FIELD("show_test_data_groups", BOOL, struct grading, show),
	YAML_FIELD("on_reject", LINE, struct grading, on_reject),
	YAML_FIELD("accept_score", ANY, struct grading, accept_score),
	YAML_FIELD("reject_score", ANY, struct grading, reject_score),
	YAML_FIELD("range", LINE, struct grading, range),
};
static const struct yaml_table grading_table = YAML_TABLE(grading_fields, struct grading);

/* ---- what is judged ---------------------------------------------------------------------------------------------- */

static int read_type(const struct yaml *root, const char *type, struct problem *p, struct err *e)
{
	static const char *const words[] = { "pass-fail", "scoring", "interactive", "multi-pass" };
	bool *const places[] = { NULL, &p->scoring, &p->interactive, &p->multi_pass };

	/* DOMjudge parts several by blanks. */
	for (const char *at = type; at && *(at += strspn(at, " ")); at += strcspn(at, " ")) {
		const size_t len = strcspn(at, " ");
		size_t i = 0;

		while (i < 4 && (strlen(words[i]) != len || memcmp(words[i], at, len) != 0))
			i++;
		if (i == 4)
			return yaml_error(yaml_get(root, "type"), e, "'%.*s' is no type of problem",
					  (int)(len < 60 ? len : 60), at);
		if (places[i])
			*places[i] = true;
	}
	return 0;
}

/* One word behind `custom`. */
static int add_validation(const struct yaml *node, const char *word, size_t len, struct problem *p, struct err *e)
{
	const struct {
		const char *word;
		bool *place;
	} words[] = {
		{ "score", &p->validator_scores },
		{ "interactive", &p->interactive },
		{ "multi-pass", &p->multi_pass },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strlen(words[i].word) == len && memcmp(words[i].word, word, len) == 0) {
			*words[i].place = true;
			return 0;
		}
	return yaml_error(node, e, "'%.*s' is none of: score, interactive, multi-pass", (int)(len < 60 ? len : 60),
			  word);
}

static int read_validation(const struct yaml *node, struct problem *p, struct err *e)
{
	const char *text = "default", *at;

	if (node && yaml_line(node, &text, e) < 0)
		return e->code;
	at = text + strspn(text, " ");
	p->wants_validator = strncmp(at, "custom", 6) == 0 && (at[6] == ' ' || !at[6]);
	if (!p->wants_validator && (strncmp(at, "default", 7) != 0 || (at[7] != ' ' && at[7])))
		return yaml_error(node, e, "'%.60s' begins with neither 'default' nor 'custom'", text);
	if (!p->wants_validator && at[7 + strspn(at + 7, " ")])
		return yaml_error(node, e, "nothing stands behind 'default'");
	for (at += strcspn(at, " "); *(at += strspn(at, " ")); at += strcspn(at, " "))
		if (add_validation(node, at, strcspn(at, " "), p, e) < 0)
			return e->code;
	if (p->validator_scores && !p->scoring)
		return yaml_error(node, e, "'score' is for scoring problems only");
	return 0;
}

static int read_grading(const struct yaml *node, struct problem *p, struct err *e)
{
	struct grading g = { .objective = "max" };

	if (!node)
		return 0;
	if (package_yaml_read(node, &grading_table, &g, p, e) < 0)
		return e->code;
	if (!p->scoring)
		return problem_note(p, e, "%s:%u: grading: is for scoring problems only", node->file, node->line);
	if (g.on_reject || g.accept_score || g.reject_score || g.range)
		return yaml_error(node, e,
				  "on_reject, accept_score, reject_score and range stand in data/testdata.yaml");
	p->minimise = strcmp(g.objective, "min") == 0;
	return 0;
}

/* ---- limits ------------------------------------------------------------------------------------------------------ */

static uint64_t times(double n, uint64_t unit)
{
	return (uint64_t)llround(n * (double)unit);
}

static int read_limits(const struct yaml *node, struct problem *p, struct err *e)
{
	struct limits l = { .multiplier = 5, .margin = 2, .time_resolution = 1 };

	if (node && package_yaml_read(node, &limits_table, &l, p, e) < 0)
		return e->code;
	if (l.passes && !p->multi_pass)
		return yaml_error(yaml_get(node, "validation_passes"), e, "is for multi-pass problems only");
	p->passes = l.passes ? (unsigned)l.passes : p->multi_pass ? 2 : 1;
	p->ac_to_time_limit = l.multiplier;
	p->time_limit_to_tle = l.margin;
	p->time_resolution_s = l.time_resolution;
	p->has_time_limit = l.time_limit > 0;
	if (l.time_limit > 0)
		p->limits.box.cpu_us = times(l.time_limit, CLOCK_US_PER_S);
	if (l.memory_mib > 0)
		p->limits.memory_bytes = times(l.memory_mib, MIB);
	if (l.output_mib > 0)
		p->limits.output_bytes = times(l.output_mib, MIB);
	p->validation_cpu_us = times(l.validation_s, CLOCK_US_PER_S);
	p->validation_bytes = times(l.validation_mib, MIB);
	p->validation_output_bytes = times(l.validation_output_mib, MIB);
	p->compilation_cpu_us = times(l.compilation_s, CLOCK_US_PER_S);
	p->compilation_bytes = times(l.compilation_mib, MIB);
	p->code_bytes = times(l.code_kib, 1024);
	return 0;
}

/* ---- for people -------------------------------------------------------------------------------------------------- */

/* "dp graphs", or a list of them. */
static int read_keywords(const struct yaml *node, struct problem *p, struct err *e)
{
	const char **words;
	const char *text;
	size_t n = 0;

	if (node->kind == YAML_LIST)
		return problem_yaml_topics(node, p, e);
	if (node->kind == YAML_TEXT && !*node->text)
		return 0;
	if (yaml_line(node, &text, e) < 0)
		return e->code;
	words = arena_array(&p->memory, strlen(text) / 2 + 1, sizeof(*words));
	for (const char *at = text; words && *(at += strspn(at, " ,")); at += strcspn(at, " ,"))
		if (!(words[n++] = arena_strndup(&p->memory, at, strcspn(at, " ,"))))
			words = NULL;
	if (!words)
		return err_set(e, -ENOMEM, "out of memory");
	p->topics = words;
	p->n_topics = n;
	return 0;
}

/* A license that nobody knows changes no verdict. */
static int check_license(const struct yaml *root, const char *license, struct problem *p, struct err *e)
{
	static const char *const licenses[] = { "unknown",  "public domain", "cc0",       "cc by",
						"cc by-sa", "educational",   "permission" };

	for (size_t i = 0; license && i < sizeof(licenses) / sizeof(*licenses); i++)
		if (strcmp(licenses[i], license) == 0)
			return 0;
	return license ? problem_note(p, e, "%s:%u: license: '%.60s' is none that the format knows", root->file,
				      yaml_get(root, "license")->line, license)
		       : 0;
}

int problem_legacy_read(const struct yaml *root, struct problem *p, struct err *e)
{
	struct metadata m = { .format = NULL };

	p->languages = LANGUAGES_ALL;
	if (package_yaml_read(root, &metadata_table, &m, p, e) < 0 || read_type(root, m.type, p, e) < 0 ||
	    read_validation(m.validation, p, e) < 0 || read_grading(m.grading, p, e) < 0 ||
	    read_limits(m.limits, p, e) < 0 || check_license(root, m.license, p, e) < 0)
		return e->code;
	if (m.name && problem_yaml_name(m.name, p, e) < 0)
		return e->code;
	p->validator_args = m.flags && m.flags[strspn(m.flags, " \t\n")] ? m.flags : NULL;
	return m.keywords ? read_keywords(m.keywords, p, e) : 0;
}
