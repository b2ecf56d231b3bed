/*
 * report_excerpt: pieces of files in a terminal report: a source line with its mark, a listing, two texts against
 * each other.
 */
#ifndef JUDGE_JUDGE_REPORT_REPORT_EXCERPT_H
#define JUDGE_JUDGE_REPORT_REPORT_EXCERPT_H

#include "judge/check.h"
#include "judge/report/report.h"
#include "judge/report/report_page.h"

/*
 * The line of a source with carets below `bytes` bytes from `column` on (from 1; 0: no mark). With bytes == 0 the
 * identifier or character that begins there is marked. Nothing is written when the file or the line is not there.
 */
void excerpt_source(struct page *p, const struct report_source *file, uint32_t line, uint32_t column, uint32_t bytes,
		    enum ink ink);

/* A text of a test as a report has it. */
struct excerpt_text {
	const char *text; /* NULL: not kept */
	uint64_t bytes;   /* of the whole: over REPORT_DATA_MAX, the end is missing */
};

/* A title, and the text with line numbers, at most `max_lines` of them. */
void excerpt_listing(struct page *p, const char *title, struct excerpt_text text, size_t max_lines);
#define EXCERPT_INDENT 2 /* columns before the title */

/*
 * Expected against found, line by line: "- " what was expected, "+ " what came instead, carets below the first
 * difference. Two lines differ when the checker says so. Long runs of equal lines are folded; at most about
 * `max_lines` are shown.
 */
struct excerpt_diff {
	struct excerpt_text expected, found;
	uint64_t first; /* line of the first difference as the checker found it, from 1; 0: unknown */
	const char *first_expected, *first_found; /* that line, NULL at the end of the text */
	struct check_options how;
};
void excerpt_diff(struct page *p, const struct excerpt_diff *d, size_t max_lines);

#endif
