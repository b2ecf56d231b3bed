/*
 * report_findings: the section about soundness: each finding with its line marked, a sentence that says what it means,
 * and where the memory came from.
 *
 * It shows places in the candidate's own text and nothing else: neither values, which may be hidden data, nor frames of
 * the driver.
 */
#include "judge/report/report_section.h"

#include <inttypes.h>
#include <string.h>

#define FINDINGS_SHOWN 4 /* without -v */
#define MESSAGE_MAX    16384

static const struct report_source *source_named(const struct report *r, const char *name)
{
	for (size_t i = 0; i < r->n_sources; i++)
		if (!strcmp(r->sources[i].name, name))
			return &r->sources[i];
	return NULL;
}

static void put_spot(struct buf *b, const char *before, const struct spot *p)
{
	if (!p->file)
		return;
	(void)buf_printf(b, "%s%s:%" PRIu32, before, p->file, p->line);
	if (p->function)
		(void)buf_printf(b, " (%s)", p->function);
}

static void put_origin(struct buf *b, const struct flaw *f)
{
	const struct spot *shown = flaw_spot(f);
	const size_t turn = flaw_recursion(f);
	const size_t n = turn ? turn + 1 : f->n_frames;

	/* Who called whom; the first one is the line that is shown. Of a recursion one turn says all. */
	for (size_t i = 1; i < n; i++)
		put_spot(b, i == 1 ? "called from " : ", ", &f->frames[i]);
	if (turn)
		(void)buf_puts(b, " and so on: a recursion");
	if (shown != &f->freed)
		put_spot(b, b->len ? "; freed at " : "freed at ", &f->freed);
	if (shown != &f->allocated)
		put_spot(b, b->len ? "; allocated at " : "allocated at ", &f->allocated);
}

static void show_finding(struct view *v, const struct report_finding *f)
{
	const struct spot *p = flaw_spot(&f->flaw);
	char words[REASON_MAX];
	cleanup_buf struct buf b;

	buf_init(&b, MESSAGE_MAX);
	flaw_words(&f->flaw, words);
	(void)buf_puts(&b, words);
	if (p && p->function)
		(void)buf_printf(&b, " (%s)", p->function);
	if (!f->decides)
		(void)buf_puts(&b, "; it does not decide here");
	section_line(v, INK_PLAIN, b.data);
	section_line(v, INK_DIM, f->flaw.kind->says);
	if (p)
		excerpt_source(&v->page, source_named(v->r, p->file), p->line, p->column, 0,
			       f->decides ? INK_BAD : INK_WARN);
	buf_reset(&b);
	put_origin(&b, &f->flaw);
	if (b.len)
		section_line(v, INK_DIM, b.data);
	if (f->test < v->r->n_tests) {
		struct shown_test t;

		buf_reset(&b);
		(void)buf_puts(&b, "first shown by ");
		report_shown_test(v->r, v->style, f->test, &t);
		section_test_name(&b, &t);
		section_line(v, INK_DIM, b.data);
	}
}

void section_findings(struct view *v)
{
	const size_t max = view_lines(v, FINDINGS_SHOWN);
	const char *remark = report_shown_remark(v->r, v->style);
	size_t n = 0;

	for (size_t i = 0; i < v->r->n_findings; i++) {
		if (!report_shows_finding(v->r, v->style, i))
			continue;
		if (n == 0)
			section_heading(v, "soundness");
		if (n++ < max)
			show_finding(v, &v->r->findings[i]);
	}
	if (n > max)
		page_to(&v->page, SECTION_INDENT);
	if (n > max)
		page_prosef(&v->page, SECTION_INDENT, INK_DIM, "%s %zu more finding%s (-v shows all)",
			    page_ellipsis(&v->page), n - max, section_s(n - max));
	if (!remark)
		return;
	if (n == 0)
		section_heading(v, "soundness");
	section_line(v, INK_WARN, v->r->soundness == SOUNDNESS_UNAVAILABLE ? "not checked:" : "not all was checked:");
	section_line(v, INK_WARN, remark);
}
