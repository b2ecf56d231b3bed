/*
 * standard_yaml: the metadata of a legacy package in the words of 2025-09.
 *
 * That version has other names for much of it, and none for some. Each key that is there is either written or told of
 * as left out: what is written stands in lists, and whatever else a file says is told of without being known. Strings
 * come from a stranger's package: each is written in double quotes, with everything escaped that could end it.
 */
#include "judge/package/standard.h"

#include "sandbox/base/clock.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <string.h>

void standard_put_text(struct buf *out, const char *text)
{
	buf_putc(out, '"');
	for (const char *p = text; *p; p++) {
		if (*p == '"' || *p == '\\')
			buf_printf(out, "\\%c", *p);
		else if (*p == '\n')
			buf_puts(out, "\\n");
		else if ((unsigned char)*p < 0x20 || *p == 0x7f)
			buf_printf(out, "\\x%02x", (unsigned char)*p);
		else
			buf_putc(out, *p);
	}
	buf_putc(out, '"');
}

void standard_put_words(struct buf *out, const char *words)
{
	const char *comma = "";

	buf_putc(out, '[');
	for (const char *at = words; *(at += strspn(at, " \t\n")); at += strcspn(at, " \t\n")) {
		char word[1024];

		snprintf(word, sizeof(word), "%.*s", (int)strcspn(at, " \t\n"), at);
		buf_puts(out, comma);
		standard_put_text(out, word);
		comma = ", ";
	}
	buf_putc(out, ']');
}

void standard_note_others(const struct standard *s, const struct yaml *map, const char *const known[])
{
	for (const struct yaml *node = map && map->kind == YAML_MAP ? map->first : NULL; node; node = node->next) {
		const char *const *k = known;

		while (*k && strcmp(*k, node->key) != 0)
			k++;
		if (!*k && !yaml_is_null(node))
			standard_note(s, "%s:%u: %.60s: 2025-09 has no such key; it is left out", node->file,
				      node->line, node->key);
	}
}

static const struct yaml *value_of(const struct yaml *map, const char *key)
{
	return map ? yaml_get(map, key) : NULL;
}

static void left_out(const struct standard *s, const struct yaml *map, const char *key, const char *why)
{
	const struct yaml *node = value_of(map, key);

	if (node)
		standard_note(s, "%s:%u: %s: %s; it is left out", node->file, node->line, key, why);
}

/* ---- problem.yaml ------------------------------------------------------------------------------------------------ */

static const char *text_of(const struct yaml *root, const char *key)
{
	const struct yaml *node = value_of(root, key);

	return node && node->kind == YAML_TEXT && *node->text ? node->text : NULL;
}

static void put_key(struct buf *out, const char *key, const char *text)
{
	if (!text)
		return;
	buf_printf(out, "%s: ", key);
	standard_put_text(out, text);
	buf_putc(out, '\n');
}

/* One for each language of the statements, and no other; in English alone it needs no language. */
static void put_name(const struct standard *s, const struct yaml *root, const char *const *languages, struct buf *out)
{
	const struct yaml *names = value_of(root, "name");
	const bool is_map = names && names->kind == YAML_MAP;

	if (!languages[0] || (!languages[1] && !strcmp(languages[0], "en"))) {
		put_key(out, "name", s->p->name);
	} else {
		buf_puts(out, "name:\n");
		for (const char *const *l = languages; *l; l++) {
			const char *own = is_map ? text_of(names, *l) : NULL;

			/* In quotes: Norwegian is no denial. */
			buf_printf(out, "  \"%s\"", *l);
			put_key(out, "", own ? own : s->p->name);
			if (!own && languages[1] && strcmp(*l, "en") != 0)
				standard_note(s, "problem.yaml: name: there is none in '%s'; '%.60s' stands for it", *l,
					      s->p->name);
		}
	}
	for (const struct yaml *n = is_map ? names->first : NULL; n; n = n->next) {
		const char *const *l = languages;

		while (*l && strcmp(*l, n->key) != 0)
			l++;
		if (!*l && n->kind == YAML_TEXT && strcmp(n->text, s->p->name) != 0)
			standard_note(s, "problem.yaml:%u: name: there is no statement in '%.20s'; it is left out",
				      n->line, n->key);
	}
}

/* Its own; else one that is made of the package's content, so that equal packages give equal ones. */
static void put_uuid(const struct standard *s, const struct yaml *root, struct buf *out)
{
	const char *own = text_of(root, "uuid"), *h = s->p->hash;

	if (own)
		put_key(out, "uuid", own);
	else
		buf_printf(out, "uuid: %.8s-%.4s-8%.3s-a%.3s-%.12s\n", h, h + 8, h + 12, h + 15, h + 18);
}

static void put_types(struct buf *out, const struct problem *p)
{
	buf_printf(out, "type: [%s%s%s]\n", p->scoring ? "scoring" : "pass-fail", p->interactive ? ", interactive" : "",
		   p->multi_pass ? ", multi-pass" : "");
}

/* How many bytes stand between one name and the next: ",", " and ", ", and "; 0: no end of a name. */
static size_t separator(const char *at)
{
	const size_t comma = *at == ',', blanks = strspn(at + comma, " ");
	const char *word = at + comma + blanks;

	if (blanks && !strncmp(word, "and ", 4))
		return comma + blanks + 4;
	return comma ? comma + blanks : 0;
}

/* "A, B and C" is one text there and a list here. */
static void put_authors(const struct standard *s, const struct yaml *root, struct buf *out)
{
	const struct yaml *author = value_of(root, "author");
	const char *comma = "";
	char name[1024];

	if (author && author->kind == YAML_MAP)
		left_out(s, root, "author", "is a map");
	if (!author || author->kind == YAML_MAP)
		return;
	if (author->kind == YAML_TEXT && !strchr(author->text, ',') && !strstr(author->text, " and ")) {
		put_key(out, "credits", *author->text ? author->text : NULL);
		return;
	}
	buf_puts(out, "credits: {authors: [");
	for (const struct yaml *one = author->first; one; one = one->next, comma = ", ") {
		buf_puts(out, comma);
		standard_put_text(out, one->kind == YAML_TEXT ? one->text : "");
	}
	for (const char *at = author->kind == YAML_TEXT ? author->text : ""; *at; at += separator(at)) {
		size_t len = 0;

		at += strspn(at, " ");
		while (at[len] && !separator(at + len))
			len++;
		snprintf(name, sizeof(name), "%.*s", (int)len, at);
		at += len;
		if (!len)
			continue;
		buf_puts(out, comma);
		standard_put_text(out, name);
		comma = ", ";
	}
	buf_puts(out, "]}\n");
}

static void put_source(const struct standard *s, const struct yaml *root, struct buf *out)
{
	const char *source = text_of(root, "source"), *url = text_of(root, "source_url");

	if (!source) {
		left_out(s, root, "source", "is no text");
		left_out(s, root, "source_url", "belongs to a source, and there is none");
		return;
	}
	buf_puts(out, "source: {name: ");
	standard_put_text(out, source);
	if (url) {
		buf_puts(out, ", url: ");
		standard_put_text(out, url);
	}
	buf_puts(out, "}\n");
}

/* A licence that needs somebody to own the rights, and names nobody, is none. */
static void put_rights(const struct standard *s, const struct yaml *root, struct buf *out)
{
	static const char *const licenses[] = { "cc0", "cc by", "cc by-sa", "educational", "permission" };
	const char *license = text_of(root, "license"), *owner = text_of(root, "rights_owner");
	const bool is_owned = owner || value_of(root, "author") || text_of(root, "source");
	const bool is_public = license && !strcmp(license, "public domain");
	bool is_known = is_public || !license || !strcmp(license, "unknown");
	bool needs_owner = false;

	for (size_t i = 0; license && i < sizeof(licenses) / sizeof(*licenses); i++)
		needs_owner |= !strcmp(license, licenses[i]);
	is_known |= needs_owner;
	if (license && is_known && (!needs_owner || is_owned))
		put_key(out, "license", license);
	else if (license)
		left_out(s, root, "license",
			 is_known ? "needs somebody whose the rights are" : "is none that the format knows");
	if (owner && needs_owner)
		put_key(out, "rights_owner", owner);
	else if (owner)
		left_out(s, root, "rights_owner", "belongs to a licence that leaves rights to somebody");
}

static void put_keywords(struct buf *out, const struct problem *p)
{
	for (size_t i = 0; i < p->n_topics; i++) {
		buf_puts(out, i ? ", " : "keywords: [");
		standard_put_text(out, p->topics[i]);
	}
	if (p->n_topics)
		buf_puts(out, "]\n");
}

static void put_time(struct buf *out, const struct problem *p)
{
	const double seconds = (double)p->limits.box.cpu_us / CLOCK_US_PER_S;
	const double steps = seconds / p->time_resolution_s;
	/* A limit is a multiple of the resolution now. */
	const bool fits = fabs(steps - round(steps)) <= 1e-6 * steps;

	buf_printf(out, "  time_multipliers: {ac_to_time_limit: %.6g, time_limit_to_tle: %.6g}\n", p->ac_to_time_limit,
		   p->time_limit_to_tle);
	if (p->has_time_limit)
		buf_printf(out, "  time_limit: %.6g\n  time_resolution: %.6g\n", seconds,
			   fits ? p->time_resolution_s : seconds);
	else
		buf_printf(out, "  time_resolution: %.6g\n", p->time_resolution_s);
}

static void put_limits(const struct standard *s, const struct yaml *root, struct buf *out)
{
	static const char *const whole[] = { "memory",
					     "output",
					     "code",
					     "compilation_time",
					     "compilation_memory",
					     "validation_time",
					     "validation_memory",
					     "validation_output",
					     NULL };
	static const char *const known[] = { "memory",
					     "output",
					     "code",
					     "compilation_time",
					     "compilation_memory",
					     "validation_time",
					     "validation_memory",
					     "validation_output",
					     "time_multiplier",
					     "time_safety_margin",
					     "time_limit",
					     "time_resolution",
					     "validation_passes",
					     NULL };
	const struct yaml *limits = value_of(root, "limits");

	buf_puts(out, "limits:\n");
	put_time(out, s->p);
	for (const char *const *key = whole; *key; key++) {
		const char *text = text_of(limits, *key);
		const double value = text ? strtod(text, NULL) : 0;

		if (value > 0)
			buf_printf(out, "  %s: %.0f\n", *key, ceil(value));
		if (value != floor(value))
			standard_note(s, "problem.yaml:%u: %s: is a whole number in 2025-09: %.0f",
				      value_of(limits, *key)->line, *key, ceil(value));
	}
	if (s->p->multi_pass)
		buf_printf(out, "  validation_passes: %u\n", s->p->passes);
	standard_note_others(s, limits, known);
}

int standard_problem_yaml(const struct standard *s, const struct yaml *root, const char *const *languages,
			  struct buf *out)
{
	/* validation and validator_flags became the types, a folder and files beside the tests. */
	static const char *const known[] = { "problem_format_version",
					     "type",
					     "name",
					     "uuid",
					     "author",
					     "source",
					     "source_url",
					     "license",
					     "rights_owner",
					     "limits",
					     "validation",
					     "validator_flags",
					     "grading",
					     "keywords",
					     NULL };
	static const char *const of_grading[] = { "objective", NULL };

	buf_puts(out, "problem_format_version: 2025-09\n");
	put_name(s, root, languages, out);
	put_types(out, s->p);
	put_uuid(s, root, out);
	put_authors(s, root, out);
	put_source(s, root, out);
	put_rights(s, root, out);
	put_keywords(out, s->p);
	put_limits(s, root, out);
	standard_note_others(s, root, known);
	standard_note_others(s, value_of(root, "grading"), of_grading);
	return buf_error(out, "problem.yaml", s->e);
}

/* ---- testdata.yaml ----------------------------------------------------------------------------------------------- */

/* The name of the one validator that there is says nothing. */
static void note_other_validator(const struct standard *s, const struct yaml *root)
{
	static const char *const known[] = { "flags", NULL };

	standard_note_others(s, value_of(root, "output_validator_flags"), known);
}

int standard_note_settings(const struct standard *s)
{
	static const char *const flags[] = { "input_validator_flags", "output_validator_flags", NULL };
	static const char *const all[] = {
		"input_validator_flags", "output_validator_flags", "on_reject", "grading", "grader_flags",
		"accept_score",          "reject_score",           "range",     NULL
	};
	size_t n;
	const struct package_file *files = package_below(&s->pk, "data/", &n);

	for (size_t i = 0; i < n; i++) {
		const struct yaml *root;

		if (!package_ends(files[i].path, "/testdata.yaml"))
			continue;
		if (package_settings_file(&s->pk, files[i].path, &root, s->e) < 0)
			return s->e->code;
		standard_note_others(s, root, s->nodes ? all : flags);
		note_other_validator(s, root);
	}
	return 0;
}
