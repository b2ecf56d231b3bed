/*
 * report_sarif: findings, broken rules and what the compiler said as a SARIF 2.1.0 log, for editors and forges that
 * show such results beside the lines.
 *
 * It holds what has a place in the submission; the verdict stands among the properties of the run. A fingerprint is
 * made of the kind and the text of the line, so that it stays when lines move.
 *
 * Facts: OASIS, Static Analysis Results Interchange Format 2.1.0, sections 3.13 to 3.30.
 */
#include "judge/report/explain.h"
#include "judge/report/report_view.h"

#include "sandbox/base/hash.h"
#include "sandbox/base/json.h"

#include <string.h>

#define TEXT_MAX 4096 /* bytes of a message with its sentence */

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

/* One result in the making. */
struct result {
	const char *rule;
	const char *level; /* "error", "warning", "note" */
	const char *text;
	const char *file; /* NULL: no place */
	uint32_t line, column;
};

/* The bytes of a line, without its end. */
static const char *line_of(const struct report *r, const char *file, uint32_t line, size_t *len)
{
	for (size_t i = 0; i < r->n_sources; i++) {
		const char *p = r->sources[i].text, *stop = p + r->sources[i].len;

		if (strcmp(r->sources[i].name, file) != 0)
			continue;
		for (; line > 1 && p < stop; line--) {
			const char *end = memchr(p, '\n', (size_t)(stop - p));

			p = end ? end + 1 : stop;
		}
		*len = strcspn(p, "\n");
		return p;
	}
	*len = 0;
	return "";
}

static void put_fingerprint(struct json_out *j, cJSON *result, const struct report *r, const struct result *of)
{
	struct hash h;
	struct err ignored = ERR_INIT;
	char hex[HASH_HEX_MAX];
	const char *line;
	size_t len;

	if (hash_init(&h, &ignored) < 0)
		return;
	line = line_of(r, of->file, of->line, &len);
	hash_adds(&h, of->rule);
	hash_adds(&h, of->file);
	hash_add(&h, line, len);
	hash_final(&h, hex);
	json_string(j, json_object(j, result, "partialFingerprints"), "kindAndLine/v1", hex);
}

/* A name may hold blanks and any UTF-8; in a URI these are escaped. */
static void put_uri(struct json_out *j, cJSON *parent, const char *file)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-~";
	cleanup_buf struct buf b;

	buf_init(&b, 3 * SOURCE_NAME_MAX);
	for (const char *p = file; *p; p++)
		(void)(strchr(plain, *p) ? buf_putc(&b, *p) : buf_printf(&b, "%%%02X", (unsigned char)*p));
	json_string(j, parent, "uri", b.data);
}

static void put_location(struct json_out *j, cJSON *list, const char *file, uint32_t line, uint32_t column,
			 const char *says)
{
	cJSON *location = json_object(j, list, NULL);
	cJSON *physical = json_object(j, location, "physicalLocation");
	cJSON *region;

	put_uri(j, json_object(j, physical, "artifactLocation"), file);
	if (line) {
		region = json_object(j, physical, "region");
		json_u64(j, region, "startLine", line);
		if (column)
			json_u64(j, region, "startColumn", column);
	}
	if (says)
		json_string(j, json_object(j, location, "message"), "text", says);
}

static cJSON *put_result(struct json_out *j, cJSON *results, const struct report *r, const struct result *of)
{
	cJSON *o = json_object(j, results, NULL);

	json_string(j, o, "ruleId", of->rule);
	json_string(j, o, "level", of->level);
	json_string(j, json_object(j, o, "message"), "text", of->text);
	if (of->file) {
		put_location(j, json_array(j, o, "locations"), of->file, of->line, of->column, NULL);
		put_fingerprint(j, o, r, of);
	}
	return o;
}

/* ---- what there is ----------------------------------------------------------------------------------------------- */

static void put_finding(struct json_out *j, cJSON *results, const struct report *r, const struct report_finding *f)
{
	const struct spot *p = flaw_spot(&f->flaw);
	const struct result result = {
		.rule = f->flaw.kind->name,
		.level = f->decides ? "error" : "warning",
		.text = f->flaw.kind->says,
		.file = p ? p->file : NULL,
		.line = p ? p->line : 0,
		.column = p ? p->column : 0,
	};
	cJSON *o = put_result(j, results, r, &result), *related;

	if (!f->flaw.freed.file && !f->flaw.allocated.file)
		return;
	related = json_array(j, o, "relatedLocations");
	if (f->flaw.freed.file)
		put_location(j, related, f->flaw.freed.file, f->flaw.freed.line, 0, "freed here");
	if (f->flaw.allocated.file)
		put_location(j, related, f->flaw.allocated.file, f->flaw.allocated.line, 0, "allocated here");
}

/* What has no option is known by being of the compiler, and by its text. */
static const char *diagnostic_rule(const struct diagnostic *d)
{
	return d->option ? d->option : "compiler";
}

static void put_diagnostic(struct json_out *j, cJSON *results, const struct report *r, const struct diagnostic *d)
{
	static const char *const levels[] = {
		[DIAGNOSTIC_NOTE] = "note",
		[DIAGNOSTIC_WARNING] = "warning",
		[DIAGNOSTIC_ERROR] = "error",
	};
	const char *says = d->option ? NULL : explain_diagnostic(d);
	cleanup_buf struct buf text;
	struct result result = { diagnostic_rule(d), levels[d->level], d->text, d->file, d->line, d->column };

	/* An error has no rule of its own that could hold its sentence. */
	buf_init(&text, TEXT_MAX);
	if (says && buf_printf(&text, "%s. %s", d->text, says) == 0)
		result.text = text.data;
	put_result(j, results, r, &result);
}

static void put_hit(struct json_out *j, cJSON *results, const struct report *r, const struct rule_hit *hit)
{
	bool placed = hit->line && hit->source < r->n_sources;
	const struct result result = { "rule",
				       "error",
				       hit->rule->why ? hit->rule->why : "This breaks a rule of the problem.",
				       placed ? r->sources[hit->source].name : NULL,
				       hit->line,
				       hit->column };

	put_result(j, results, r, &result);
}

static void put_rule(struct json_out *j, cJSON *rules, const char *id, const char *says)
{
	cJSON *o = json_object(j, rules, NULL);

	json_string(j, o, "id", id);
	json_string(j, json_object(j, o, "shortDescription"), "text", says);
}

/* The options of warnings have one sentence each; the sentence of an error is its own, since errors share an id. */
static void put_diagnostic_rules(struct json_out *j, cJSON *rules, const struct report *r)
{
	for (size_t i = 0; i < r->n_diagnostics; i++) {
		const struct diagnostic *d = &r->diagnostics[i];
		const char *says = d->option ? explain_diagnostic(d) : NULL;
		bool seen = !says;

		for (size_t k = 0; k < i && !seen; k++)
			seen = r->diagnostics[k].option && !strcmp(r->diagnostics[k].option, d->option) &&
			       r->diagnostics[k].level != DIAGNOSTIC_NOTE;
		if (!seen)
			put_rule(j, rules, d->option, says);
	}
}

/* The kinds that occur, once each, with their sentences. */
static void put_rules(struct json_out *j, cJSON *driver, const struct report *r, const struct report_style *style)
{
	cJSON *rules = json_array(j, driver, "rules");

	for (size_t i = 0; i < r->n_findings; i++) {
		const struct finding_kind *kind = r->findings[i].flaw.kind;
		bool seen = !report_shows_finding(r, style, i);

		for (size_t k = 0; k < i; k++)
			seen |= report_shows_finding(r, style, k) && r->findings[k].flaw.kind == kind;
		if (!seen)
			put_rule(j, rules, kind->name, kind->says);
	}
	put_diagnostic_rules(j, rules, r);
}

int report_sarif(const struct report *r, const struct report_style *style, struct buf *out, struct err *e)
{
	cleanup_json_out struct json_out j;
	struct shown_report shown;
	cJSON *run, *driver, *results, *properties;

	report_shown(r, style, &shown);
	json_out_init(&j);
	json_string(&j, j.root, "$schema", SCHEMA);
	json_string(&j, j.root, "version", "2.1.0");
	run = json_object(&j, json_array(&j, j.root, "runs"), NULL);
	driver = json_object(&j, json_object(&j, run, "tool"), "driver");
	json_string(&j, driver, "name", "judge");
	put_rules(&j, driver, r, style);
	results = json_array(&j, run, "results");
	for (size_t i = 0; i < r->n_hits; i++)
		put_hit(&j, results, r, &r->hits[i]);
	for (size_t i = 0; i < r->n_diagnostics; i++)
		put_diagnostic(&j, results, r, &r->diagnostics[i]);
	for (size_t i = 0; i < r->n_findings; i++)
		if (report_shows_finding(r, style, i))
			put_finding(&j, results, r, &r->findings[i]);
	properties = json_object(&j, run, "properties");
	json_string(&j, properties, "verdict", verdict_id(shown.verdict));
	json_string(&j, properties, "reason", shown.reason);
	return json_print(&j, style->verbosity >= 0, out, e);
}
