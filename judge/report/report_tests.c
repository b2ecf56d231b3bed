/*
 * report_tests: the sections about the tests: a line for each group, the first failing test, and what was answered
 * where nobody knows what is right.
 *
 * Only what report_shown_test hands out is written here.
 */
#include "judge/report/report_section.h"
#include "judge/score.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define NAME_COLUMNS 20 /* of a group's name, at most */

/* How many lines are shown without -v. */
#define INPUT_LINES   20
#define CUT_LINES     5 /* of an input that was too large to be kept whole */
#define DIFF_LINES    40
#define PRINTED_LINES 10

/* ---- groups ---------------------------------------------------------------------------------------------------- */

static void put_mark(struct page *p, bool run, bool passed)
{
	if (!run)
		page_printf(p, INK_DIM, "%s", page_glyph(p, "–", "-"));
	else if (passed)
		page_printf(p, INK_GOOD, "%s", page_glyph(p, "✓", "+"));
	else
		page_printf(p, INK_BAD, "%s", page_glyph(p, "✗", "x"));
}

/* One test in the long report: what of it is known to the reader. */
static void show_test_line(struct view *v, size_t index)
{
	struct page *p = &v->page;
	char time[AMOUNT_MAX], memory[AMOUNT_MAX], score[32];
	struct shown_test t;

	report_shown_test(v->r, v->style, index, &t);
	page_to(p, SECTION_INDENT + 2);
	put_mark(p, t.verdict != VERDICT_NONE, t.verdict == VERDICT_AC);
	page_to(p, SECTION_INDENT + 4);
	page_printf(p, INK_PLAIN, "%-3s ", verdict_id(t.verdict));
	page_to(p, SECTION_INDENT + 8);
	if (t.has_cost)
		page_printf(p, INK_PLAIN, "%8s %9s  ", amount_time(time, t.cpu_us), amount_bytes(memory, t.peak_bytes));
	if (t.reason && t.reason[0])
		page_printf(p, INK_PLAIN, "%s  ", t.reason);
	if (t.has_score) {
		score_words(t.score, score);
		page_printf(p, INK_PLAIN, "%s points  ", score);
	}
	page_printf(p, INK_DIM, "%s", t.name ? t.name : t.why);
	page_end(p);
}

static void show_tests_of(struct view *v, const char *group)
{
	for (size_t i = 0; i < v->r->n_tests; i++)
		if (strcmp(v->r->tests[i].test->group, group) == 0)
			show_test_line(v, i);
}

/* "12 of 30 points", of a group whose node gives some. */
static void put_score(struct view *v, const struct report_group *g, bool behind)
{
	const size_t node = report_group_node(v->r, g);
	char score[32], most[32];

	if (node == SIZE_MAX || v->r->problem->nodes[node].max_score <= 0)
		return;
	score_words(v->r->nodes[node].score, score);
	score_words(v->r->problem->nodes[node].max_score, most);
	page_printf(&v->page, INK_PLAIN, "%s%s%s%s points", behind ? ", " : "", score,
		    isinf(v->r->problem->nodes[node].max_score) ? "" : " of ",
		    isinf(v->r->problem->nodes[node].max_score) ? "" : most);
}

static void show_group(struct view *v, const struct report_group *g, size_t name_columns, size_t count_columns)
{
	struct page *p = &v->page;
	const size_t failed = g->run - g->passed;
	const size_t waiting = g->total - g->run;
	char count[48];
	const int n = snprintf(count, sizeof(count), "%zu/%zu", g->passed, g->total);
	const size_t name_at = SECTION_INDENT + 2;
	const size_t note_at = name_at + name_columns + 2 + count_columns + 2;

	page_to(p, SECTION_INDENT);
	put_mark(p, g->run > 0, failed == 0 && waiting == 0);
	page_to(p, name_at);
	page_printf(p, INK_PLAIN, "%s", g->group->name);
	page_to(p, note_at - 2 - (size_t)n);
	page_printf(p, INK_PLAIN, "%s", count);
	page_to(p, note_at);
	if (failed > 0)
		page_printf(p, INK_BAD, "%zu failed", failed);
	if (failed > 0 && waiting > 0)
		page_printf(p, INK_PLAIN, ", ");
	if (waiting > 0)
		page_printf(p, INK_DIM, g->run > 0 ? "%zu not run" : "not run", waiting);
	if (failed + waiting == 0 && g->group->what)
		page_printf(p, INK_DIM, "%s", g->group->what);
	put_score(v, g, failed + waiting > 0 || g->group->what);
	page_end(p);
}

/* A group without tests in this report (in a trial: all but the samples) has no line. */
void section_groups(struct view *v)
{
	size_t name_columns = 0, count_columns = 0;
	char count[48];

	if (v->shown.run == 0)
		return;
	for (size_t i = 0; i < v->r->n_groups; i++) {
		const struct report_group *g = &v->r->groups[i];
		const size_t name = page_measure(&v->page, g->group->name);
		const int n = snprintf(count, sizeof(count), "%zu/%zu", g->passed, g->total);

		if (name > name_columns)
			name_columns = name < NAME_COLUMNS ? name : NAME_COLUMNS;
		if ((size_t)n > count_columns)
			count_columns = (size_t)n;
	}
	page_gap(&v->page);
	for (size_t i = 0; i < v->r->n_groups; i++) {
		const struct report_group *g = &v->r->groups[i];

		if (g->total == 0 || (v->shown.trial && g->run == 0))
			continue;
		show_group(v, g, name_columns, count_columns);
		if (view_is_long(v))
			show_tests_of(v, g->group->name);
	}
}

/* ---- the first failing test ------------------------------------------------------------------------------------ */

static void show_listing(struct view *v, const char *title, const char *text, uint64_t bytes, size_t max_lines)
{
	if (text)
		excerpt_listing(&v->page, title, (struct excerpt_text){ text, bytes }, view_lines(v, max_lines));
}

static void show_input(struct view *v, const struct shown_test *t)
{
	show_listing(v, "input", t->input, t->input_bytes, t->input_bytes > REPORT_DATA_MAX ? CUT_LINES : INPUT_LINES);
}

/* What is shown only where there is any of it. */
static void show_some(struct view *v, const char *title, const char *text, uint64_t bytes, size_t max_lines)
{
	if (text && text[0])
		show_listing(v, title, text, bytes, max_lines);
}

/* How answers are compared: as the problem says, or by default where it is unknown or cannot be read. */
static struct check_options how_to_check(const struct report *r)
{
	struct check_options options = { 0 };
	struct err ignored = ERR_INIT;

	if (r->problem && check_parse(r->problem->validator_args, &options, &ignored) < 0)
		options = (struct check_options){ 0 };
	return options;
}

static void show_data(struct view *v, const struct shown_test *t)
{
	const bool answers = t->verdict == VERDICT_WA || t->verdict == VERDICT_NO;
	const struct excerpt_diff diff = {
		{ t->expected, t->expected_bytes },
		{ t->found, t->found_bytes },
		t->diff_line,
		t->diff_expected,
		t->diff_found,
		how_to_check(v->r),
	};

	show_input(v, t);
	if (answers && v->r->problem && v->r->problem->n_output_validators) {
		/* Lines that differ say nothing where several answers are right. */
		show_listing(v, "one right answer", t->expected, t->expected_bytes, DIFF_LINES);
		show_listing(v, "answer", t->found, t->found_bytes, DIFF_LINES);
	} else if (answers && (t->expected || t->diff_expected || t->diff_found)) {
		section_line(v, INK_DIM, "answer: - expected, + found");
		excerpt_diff(&v->page, &diff, view_lines(v, DIFF_LINES));
	} else {
		show_some(v, "answer until then", t->found, t->found_bytes, PRINTED_LINES);
	}
	show_some(v, "printed besides", t->printed, t->printed_bytes, PRINTED_LINES);
	show_some(v, t->is_static ? "the static validator says" : "the output validator says", t->judge_message,
		  t->message_bytes, PRINTED_LINES);
}

static void put_test_title(struct buf *b, const struct shown_test *t)
{
	char size[AMOUNT_MAX];

	section_test_name(b, t);
	if (t->pass)
		(void)buf_printf(b, ", pass %u", t->pass);
	if (t->sample || t->is_static)
		return;
	if (t->has_size)
		(void)buf_printf(b, " (hidden, input of %s)", amount_bytes(size, t->input_bytes));
	else
		(void)buf_puts(b, " (hidden)");
}

void section_failure(struct view *v)
{
	cleanup_buf struct buf b;
	struct shown_test t;

	buf_init(&b, 8192);
	if (v->shown.first_failed == SIZE_MAX)
		return;
	report_shown_test(v->r, v->style, v->shown.first_failed, &t);
	(void)buf_puts(&b, t.verdict == VERDICT_JE ? "the judge failed at: " : "first failing test: ");
	put_test_title(&b, &t);
	section_heading(v, b.data);
	if (t.why[0])
		section_line(v, INK_PLAIN, t.why);
	buf_reset(&b);
	(void)buf_puts(&b, verdict_words(t.verdict));
	if (t.reason && t.reason[0])
		(void)buf_printf(&b, ": %s", t.reason);
	if (t.diff_line)
		(void)buf_printf(&b, ", first difference in line %" PRIu64, t.diff_line);
	section_line(v, INK_PLAIN, b.data);
	show_data(v, &t);
}

/* What was answered where nobody knows what is right (own input), and in a trial also what was printed besides. */
void section_outputs(struct view *v)
{
	cleanup_buf struct buf name;

	buf_init(&name, 1024);
	for (size_t i = 0; i < v->r->n_tests; i++) {
		struct shown_test t;
		bool own, printed, whole;

		report_shown_test(v->r, v->style, i, &t);
		own = t.found && !t.expected;
		printed = (own || v->shown.trial) && t.printed && t.printed[0];
		whole = v->shown.trial && t.found && view_is_long(v);
		if (i == v->shown.first_failed || !(own || printed || whole))
			continue;
		buf_reset(&name);
		section_test_name(&name, &t);
		section_heading(v, name.data);
		if (whole && t.verdict != VERDICT_AC) {
			buf_reset(&name);
			(void)buf_printf(&name, "%s%s%s", verdict_words(t.verdict), t.reason && t.reason[0] ? ": " : "",
					 t.reason ? t.reason : "");
			section_line(v, INK_PLAIN, name.data);
			show_data(v, &t);
			continue;
		}
		if (whole)
			show_listing(v, "input", t.input, t.input_bytes, INPUT_LINES);
		if (own || whole)
			show_listing(v, "answer", t.found, t.found_bytes, DIFF_LINES);
		if (printed)
			show_listing(v, "printed besides", t.printed, t.printed_bytes, DIFF_LINES);
	}
}
