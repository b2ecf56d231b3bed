/*
 * report_source: the sections about the text of the submission: broken rules, and what the compiler said, each with
 * its line marked and, where it is a common one, a sentence that explains it.
 *
 * The compiler runs in a box on a text that may have subverted it: its messages are shown as the candidate's word. A
 * place that does not exist is named and not shown.
 */
#include "judge/report/explain.h"
#include "judge/report/report_section.h"

#include <inttypes.h>
#include <string.h>

/* How much is shown without -v. */
#define ERRORS_SHOWN   8
#define WARNINGS_SHOWN 4
#define MESSAGE_MAX    16384 /* bytes of a message with its place */

/* What a broken rule says, with the thing that it is about for %s. */
static const char *rule_words(const struct rule *rule)
{
	static const char *const words[][2] = {
		[RULE_IDENTIFIER] = { "the name '%s' is not allowed", "the name '%s' is required" },
		[RULE_CALL] = { "calling '%s' is not allowed", "a call of '%s' is required" },
		[RULE_INCLUDE] = { "including '%s' is not allowed", "including '%s' is required" },
		[RULE_PATTERN] = { "what matches '%s' is not allowed", "something that matches '%s' is required" },
		[RULE_SYMBOL] = { "the compiled program must not use '%s'", "the compiled program must use '%s'" },
	};

	return words[rule->kind][rule->require];
}

/* Writes fmt with its one %s replaced: the format comes from a table, which the compiler cannot check. */
static void put_words(struct buf *b, const char *fmt, const char *what)
{
	const char *place = strstr(fmt, "%s");

	(void)buf_append(b, fmt, (size_t)(place - fmt));
	(void)buf_puts(b, what);
	(void)buf_puts(b, place + 2);
}

/* "file.c:12:9: " as far as it is known */
static void put_place(struct buf *b, const char *file, uint32_t line, uint32_t column)
{
	if (file)
		(void)buf_puts(b, file);
	if (file && line)
		(void)buf_printf(b, ":%" PRIu32, line);
	if (file && line && column)
		(void)buf_printf(b, ":%" PRIu32, column);
	if (file)
		(void)buf_puts(b, ": ");
}

static void show_hit(struct view *v, const struct rule_hit *hit)
{
	const struct report_source *file = hit->source < v->r->n_sources ? &v->r->sources[hit->source] : NULL;
	cleanup_buf struct buf b;

	buf_init(&b, MESSAGE_MAX);
	if (hit->line && file)
		put_place(&b, file->name, hit->line, hit->column);
	put_words(&b, rule_words(hit->rule), hit->rule->what);
	if (hit->rule->why)
		(void)buf_printf(&b, ": %s", hit->rule->why);
	section_line(v, INK_PLAIN, b.data);
	if (hit->line)
		excerpt_source(&v->page, file, hit->line, hit->column, hit->length, INK_BAD);
}

void section_rules(struct view *v)
{
	if (v->r->n_hits == 0)
		return;
	section_heading(v, v->r->n_hits == 1 ? "broken rule" : "broken rules");
	for (size_t i = 0; i < v->r->n_hits; i++)
		show_hit(v, &v->r->hits[i]);
}

static bool same_place(const struct diagnostic *a, const struct diagnostic *b)
{
	return a->line == b->line && a->column == b->column && a->file && b->file && strcmp(a->file, b->file) == 0;
}

/* A sentence is read once: ten unused variables need no ten. */
static bool is_explained(const struct report *r, const struct diagnostic *d, const char *says)
{
	for (const struct diagnostic *earlier = r->diagnostics; earlier < d; earlier++)
		if (explain_diagnostic(earlier) == says)
			return true;
	return false;
}

/* `before`: the one that was shown last, or NULL; a place is not shown twice in a row. */
static void show_diagnostic(struct view *v, const struct diagnostic *d, const struct diagnostic *before)
{
	static const char *const words[] = {
		[DIAGNOSTIC_NOTE] = "note",
		[DIAGNOSTIC_WARNING] = "warning",
		[DIAGNOSTIC_ERROR] = "error",
	};
	const enum ink ink = d->level == DIAGNOSTIC_ERROR ? INK_BAD : INK_WARN;
	const struct report_source *file = NULL;
	const char *says = explain_diagnostic(d);
	cleanup_buf struct buf b;

	for (size_t i = 0; d->file && i < v->r->n_sources && !file; i++)
		if (strcmp(v->r->sources[i].name, d->file) == 0)
			file = &v->r->sources[i];
	buf_init(&b, MESSAGE_MAX);
	put_place(&b, d->file, d->line, d->column);
	(void)buf_printf(&b, "%s: %s", words[d->level], d->text);
	if (d->option)
		(void)buf_printf(&b, " [%s]", d->option);
	section_line(v, INK_PLAIN, b.data);
	if (d->line && !(before && same_place(d, before)))
		excerpt_source(&v->page, file, d->line, d->column, 0, ink);
	if (says && !is_explained(v->r, d, says))
		section_line(v, INK_DIM, says);
}

/* Shows those of one level with the notes behind them, at most `max`; how many there are. */
static size_t show_level(struct view *v, enum diagnostic_level level, size_t max)
{
	const struct diagnostic *before = NULL;
	size_t seen = 0;
	bool follow = false;

	for (size_t i = 0; i < v->r->n_diagnostics; i++) {
		const struct diagnostic *d = &v->r->diagnostics[i];

		if (d->level == level)
			seen++;
		if (d->level != DIAGNOSTIC_NOTE)
			follow = d->level == level && seen <= max;
		if (follow) {
			show_diagnostic(v, d, before);
			before = d;
		}
	}
	return seen;
}

static size_t count_level(const struct report *r, enum diagnostic_level level)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_diagnostics; i++)
		n += r->diagnostics[i].level == level;
	return n;
}

static void say_left_out(struct view *v, size_t n, const char *what)
{
	if (n == 0)
		return;
	page_to(&v->page, SECTION_INDENT);
	page_prosef(&v->page, SECTION_INDENT, INK_DIM, "%s %zu more %s%s (-v shows all)", page_ellipsis(&v->page), n,
		    what, section_s(n));
}

/* Below errors, warnings are only counted: most of them vanish with the errors. */
void section_diagnostics(struct view *v)
{
	const size_t errors = count_level(v->r, DIAGNOSTIC_ERROR);
	const size_t warnings = count_level(v->r, DIAGNOSTIC_WARNING);
	const size_t errors_shown = errors < view_lines(v, ERRORS_SHOWN) ? errors : ERRORS_SHOWN;
	size_t warnings_shown = warnings < view_lines(v, WARNINGS_SHOWN) ? warnings : WARNINGS_SHOWN;

	if (errors > 0 && !view_is_long(v))
		warnings_shown = 0;
	if (errors + warnings == 0)
		return;
	section_heading(v, "compiler");
	(void)show_level(v, DIAGNOSTIC_ERROR, errors_shown);
	say_left_out(v, errors - errors_shown, "error");
	(void)show_level(v, DIAGNOSTIC_WARNING, warnings_shown);
	say_left_out(v, warnings - warnings_shown, "warning");
	if (v->r->n_diagnostics_dropped > 0) {
		page_to(&v->page, SECTION_INDENT);
		page_prosef(&v->page, SECTION_INDENT, INK_DIM, "%s and %zu that were not kept", page_ellipsis(&v->page),
			    v->r->n_diagnostics_dropped);
	}
}
