/*
 * report_text: the report that people read.
 *
 * From top to bottom it answers: what was wrong with the text (rules, compiler), which groups passed, why the first
 * failing test failed, what it cost, what to do next; the last line is the verdict, so that it stands where the eye
 * is when the program has ended and where `tail -n 1` finds it. A section that has nothing to say is not there.
 *
 * What may be shown to the reader is not decided here but in report_view.c.
 */
#include "judge/report/report_hint.h"
#include "judge/report/report_section.h"
#include "judge/score.h"

#include "sandbox/base/clock.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#define SECTION_TEXT    12         /* column of the text behind a label */
#define VERDICT_COLUMNS (1u << 16) /* of a line that nobody looks at on a screen */

bool view_is_long(const struct view *v)
{
	return v->style->verbosity > 0;
}

size_t view_lines(const struct view *v, size_t few)
{
	/* One less than all there can be: callers add to it. */
	return view_is_long(v) ? SIZE_MAX - 1 : few;
}

void section_heading(struct view *v, const char *words)
{
	page_gap(&v->page);
	page_prose(&v->page, SECTION_INDENT, INK_DIM, words);
}

void section_line(struct view *v, enum ink ink, const char *words)
{
	page_to(&v->page, SECTION_INDENT);
	page_prose(&v->page, SECTION_INDENT, ink, words);
}

static void section_label(struct view *v, const char *word)
{
	page_to(&v->page, SECTION_INDENT);
	page_printf(&v->page, INK_DIM, "%s", word);
	page_to(&v->page, SECTION_TEXT);
}

const char *section_s(size_t n)
{
	return n == 1 ? "" : "s";
}

void section_test_name(struct buf *b, const struct shown_test *t)
{
	(void)buf_puts(b, t->group);
	if (t->name && t->name[0])
		(void)buf_printf(b, "/%s", t->name);
}

/* ---- costs and circumstances ----------------------------------------------------------------------------------- */

/* "412 ms of 2 s", or "412 ms" where there is no limit */
static void put_time(struct buf *b, uint64_t us, uint64_t limit_us)
{
	char text[AMOUNT_MAX];

	(void)buf_puts(b, amount_time(text, us));
	if (limit_us)
		(void)buf_printf(b, " of %s", amount_time(text, limit_us));
}

static void put_memory(struct buf *b, uint64_t bytes, uint64_t limit)
{
	char text[AMOUNT_MAX];

	(void)buf_puts(b, amount_bytes(text, bytes));
	if (limit)
		(void)buf_printf(b, " of %s", amount_bytes(text, limit));
}

static void section_costs(struct view *v)
{
	const struct run_limits *l = &v->r->limits;
	cleanup_buf struct buf b;
	struct shown_test t;

	buf_init(&b, 8192);
	page_gap(&v->page);
	if (v->shown.slowest != SIZE_MAX) {
		report_shown_test(v->r, v->style, v->shown.slowest, &t);
		(void)buf_puts(&b, "CPU ");
		put_time(&b, t.cpu_us, l->box.cpu_us);
		(void)buf_puts(&b, ", wall ");
		put_time(&b, t.wall_us, l->box.wall_us);
		(void)buf_puts(&b, "  ");
		section_test_name(&b, &t);
		section_label(v, "slowest");
		page_prose(&v->page, SECTION_TEXT, INK_PLAIN, b.data);
	}
	if (v->shown.largest != SIZE_MAX) {
		buf_reset(&b);
		report_shown_test(v->r, v->style, v->shown.largest, &t);
		put_memory(&b, t.peak_bytes, l->memory_bytes);
		(void)buf_puts(&b, "  ");
		section_test_name(&b, &t);
		section_label(v, "memory");
		page_prose(&v->page, SECTION_TEXT, INK_PLAIN, b.data);
	}
}

static void section_circumstances(struct view *v)
{
	const struct report *r = v->r;
	struct page *p = &v->page;
	char time[CLOCK_ISO_MAX], amount[AMOUNT_MAX], other[AMOUNT_MAX], peak[AMOUNT_MAX];

	if (!view_is_long(v))
		return;
	if (r->compile_wall_us > 0) {
		section_label(v, "compiled");
		page_prosef(p, SECTION_TEXT, INK_PLAIN, "%s CPU, %s wall, %s", amount_time(amount, r->compile_cpu_us),
			    amount_time(other, r->compile_wall_us), amount_bytes(peak, r->compile_peak_bytes));
	}
	if (r->compiler) {
		section_label(v, "compiler");
		page_prose(p, SECTION_TEXT, INK_PLAIN, r->compiler);
	}
	if (r->host) {
		section_label(v, "host");
		page_prose(p, SECTION_TEXT, INK_PLAIN, r->host);
	}
	for (size_t i = 0; i < r->n_sources; i++) {
		section_label(v, i == 0 ? "source" : "");
		page_prosef(p, SECTION_TEXT, INK_PLAIN, "%s, %s", r->sources[i].name,
			    amount_bytes(amount, r->sources[i].len));
	}
	clock_local(r->judged_at_us, time);
	section_label(v, "judged");
	if (v->shown.has_total)
		page_prosef(p, SECTION_TEXT, INK_PLAIN, "%s, in %s", time, amount_time(amount, v->shown.total_wall_us));
	else
		page_prose(p, SECTION_TEXT, INK_PLAIN, time);
	section_label(v, "id");
	page_prose(p, SECTION_TEXT, INK_PLAIN, r->id);
}

static void section_not_enforced(struct view *v)
{
	if (!v->r->not_enforced || !v->r->not_enforced[0])
		return;
	page_to(&v->page, SECTION_INDENT);
	page_prosef(&v->page, SECTION_INDENT, INK_WARN, "not enforced on this host: %s", v->r->not_enforced);
}

static void section_fault(struct view *v)
{
	static const char *const whose[] = {
		[VIEW_OWNER] = "a fault of your program and is not held against it",
		[VIEW_CANDIDATE] = "your fault and is not held against you",
		[VIEW_INTERVIEWER] = "the candidate's fault and is not held against them",
	};

	if (v->r->judgement.verdict != VERDICT_JE)
		return;
	page_gap(&v->page);
	page_to(&v->page, SECTION_INDENT);
	page_prosef(&v->page, SECTION_INDENT, INK_WARN, "The judge itself failed. This is not %s.",
		    whose[v->style->view]);
}

/* The command stands on a line of its own, to be copied. */
static void section_hint(struct view *v)
{
	cleanup_buf struct buf words;
	cleanup_buf struct buf command;

	buf_init(&words, 1024);
	buf_init(&command, 1024);
	report_hint(v->r, v->style, &v->shown, &words, &command);
	if (words.len + command.len == 0)
		return;
	page_gap(&v->page);
	section_label(v, "next");
	if (words.len > 0)
		page_prose(&v->page, SECTION_TEXT, INK_PLAIN, words.data);
	if (command.len > 0) {
		page_to(&v->page, SECTION_TEXT);
		page_prose(&v->page, SECTION_TEXT, INK_PLAIN, command.data);
	}
}

/* ---- the verdict ----------------------------------------------------------------------------------------------- */

static enum ink verdict_ink(enum verdict v)
{
	if (v == VERDICT_AC)
		return INK_VERDICT_GOOD;
	return v == VERDICT_JE || v == VERDICT_NONE ? INK_VERDICT_WARN : INK_VERDICT_BAD;
}

/* Writes what follows the verdict, most important first: each detail whole, and none behind one that did not fit. */
static void put_detail(struct view *v, const char **before, const struct buf *detail)
{
	struct page *p = &v->page;

	if (!*before || p->column + strlen(*before) + page_measure(p, detail->data) > p->width) {
		*before = NULL;
		return;
	}
	page_printf(p, INK_PLAIN, "%s%s", *before, detail->data);
	*before = ", ";
}

/* "40 of 100 points" */
static void put_points(const struct report *r, struct buf *b)
{
	char score[32], best[32];

	score_words(r->score, score);
	score_words(r->best_score, best);
	(void)buf_printf(b, "%s%s%s points", score, isinf(r->best_score) ? "" : " of ",
			 isinf(r->best_score) ? "" : best);
}

static void put_details(struct view *v)
{
	const struct shown_report *s = &v->shown;
	const bool accepted = v->r->judgement.verdict == VERDICT_AC;
	const char *before = "  ";
	cleanup_buf struct buf b;
	struct shown_test t;

	buf_init(&b, 1024);
	if (v->r->scored) {
		put_points(v->r, &b);
		put_detail(v, &before, &b);
		buf_reset(&b);
	}
	if (s->first_failed != SIZE_MAX) {
		report_shown_test(v->r, v->style, s->first_failed, &t);
		section_test_name(&b, &t);
		put_detail(v, &before, &b);
	}
	buf_reset(&b);
	if (!s->compared && accepted)
		(void)buf_puts(&b, "ran to its end, nothing compared");
	else if (s->trial)
		(void)buf_printf(&b, "%zu/%zu without the hidden tests", s->passed, s->total);
	else
		(void)buf_printf(&b, "%zu/%zu test%s", s->passed, s->total, section_s(s->total));
	if (s->run > 0)
		put_detail(v, &before, &b);
	/* The slowest sample, where no more is shown, would pass for the slowest of all here. */
	if (accepted && s->slowest != SIZE_MAX && s->slowest == v->r->slowest) {
		buf_reset(&b);
		report_shown_test(v->r, v->style, s->slowest, &t);
		put_time(&b, t.cpu_us, v->r->limits.box.cpu_us);
		put_detail(v, &before, &b);
	}
	if (accepted && s->largest != SIZE_MAX && s->largest == v->r->largest) {
		buf_reset(&b);
		report_shown_test(v->r, v->style, s->largest, &t);
		put_memory(&b, t.peak_bytes, v->r->limits.memory_bytes);
		put_detail(v, &before, &b);
	}
}

/* "RTE run-time error  SIGSEGV  edge/03-one, 12/34 tests" */
static void show_verdict(struct view *v)
{
	const char *reason = v->shown.reason ? v->shown.reason : "";
	struct page *p = &v->page;

	page_gap(p);
	if (v->style->no_screen)
		p->width = VERDICT_COLUMNS;
	page_printf(p, verdict_ink(v->r->judgement.verdict), "%s %s", verdict_id(v->shown.verdict),
		    verdict_words(v->shown.verdict));
	if (reason[0]) {
		page_to(p, p->column + 2);
		page_printf(p, INK_PLAIN, "%s", reason);
	}
	put_details(v);
	page_end(p);
}

/* The whole reason, where the last line has to cut it and no section above has told it. */
static void section_long_reason(struct view *v)
{
	const char *reason = v->shown.reason ? v->shown.reason : "";
	const char *words = verdict_words(v->shown.verdict);
	const char *id = verdict_id(v->shown.verdict);

	if (v->style->no_screen)
		return;
	if (v->shown.verdict != VERDICT_JE && v->shown.first_failed != SIZE_MAX)
		return;
	if (v->shown.verdict == VERDICT_CE && v->r->n_hits + v->r->n_diagnostics > 0)
		return;
	if (strlen(id) + 1 + strlen(words) + 2 + page_measure(&v->page, reason) <= v->page.width)
		return;
	page_gap(&v->page);
	page_to(&v->page, SECTION_INDENT);
	page_prosef(&v->page, SECTION_INDENT, INK_PLAIN, "%s: %s", words, reason);
}

static void section_header(struct view *v)
{
	const struct problem *problem = v->r->problem;

	if (!problem)
		return;
	page_printf(&v->page, INK_HEAD, "%s", problem->id);
	if (problem->name)
		page_printf(&v->page, INK_DIM, "  %s", problem->name);
	page_end(&v->page);
}

int report_text(const struct report *r, const struct report_style *style, struct buf *out, struct err *e)
{
	static void (*const sections[])(struct view * v) = {
		section_header,       section_rules,      section_diagnostics, section_groups, section_failure,
		section_outputs,      section_complexity, section_findings,    section_costs,  section_circumstances,
		section_not_enforced, section_fault,      section_long_reason, section_hint,
	};
	struct view v = { .r = r, .style = style };

	report_shown(r, style, &v.shown);
	page_init(&v.page, out, style->width, style->colour, style->unicode);
	for (size_t i = 0; style->verbosity >= 0 && i < sizeof(sections) / sizeof(*sections); i++)
		sections[i](&v);
	show_verdict(&v);
	return buf_error(out, "report", e);
}
