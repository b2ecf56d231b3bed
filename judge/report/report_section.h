/*
 * report_section: what the sections of the terminal report share. Each section is a function that writes itself, or
 * nothing.
 */
#ifndef JUDGE_JUDGE_REPORT_REPORT_SECTION_H
#define JUDGE_JUDGE_REPORT_REPORT_SECTION_H

#include "judge/report/report_excerpt.h"
#include "judge/report/report_page.h"
#include "judge/report/report_view.h"

#define SECTION_INDENT EXCERPT_INDENT

/* Everything that a section needs. */
struct view {
	const struct report *r;
	const struct report_style *style;
	struct shown_report shown;
	struct page page;
};

/* report_source.c: what is wrong with the text of the submission */
void section_rules(struct view *v);
void section_diagnostics(struct view *v);

/* report_findings.c: what is unsound in it */
void section_findings(struct view *v);

/* report_complexity.c: how its costs grow */
void section_complexity(struct view *v);

/* report_tests.c: how the tests went */
void section_groups(struct view *v);
void section_failure(struct view *v);
void section_outputs(struct view *v);

/* report_text.c: the pieces that all sections are made of */
bool view_is_long(const struct view *v);             /* -v */
size_t view_lines(const struct view *v, size_t few); /* so many, or all when it is long */
void section_heading(struct view *v, const char *words);
void section_line(struct view *v, enum ink ink, const char *words);
const char *section_s(size_t n); /* the plural of an English noun: "s", or "" for one */
/* "edge/03-one", or "edge" where the name is held back */
void section_test_name(struct buf *b, const struct shown_test *t);

#endif
