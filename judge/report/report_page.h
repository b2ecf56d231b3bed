/*
 * report_page: lines of a terminal report: inks, wrapping, cutting, and lines of code with marks below them.
 *
 * Every text that is handed in may come from a stranger: it leaves as one line without anything that steers a
 * terminal, in ASCII where the page has no Unicode. Columns count from 0. No line is longer than the page is wide, no
 * character is cut in two, and no line ends in blanks.
 */
#ifndef JUDGE_JUDGE_REPORT_REPORT_PAGE_H
#define JUDGE_JUDGE_REPORT_REPORT_PAGE_H

#include "sandbox/base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a piece of text is drawn in; nothing is emitted without colour. */
enum ink {
	INK_PLAIN,
	INK_DIM,
	INK_HEAD,
	INK_GOOD,
	INK_BAD,
	INK_WARN,
	INK_VERDICT_GOOD,
	INK_VERDICT_BAD,
	INK_VERDICT_WARN
};

struct page {
	struct buf *out; /* not owned */
	size_t begin;    /* where the page begins in `out` */
	size_t width;
	bool colour, unicode;
	size_t column; /* of the line that is being written */
	size_t wanted; /* blanks are put up to here when something follows */
};

#define PAGE_WIDTH_MIN 40

void page_init(struct page *p, struct buf *out, size_t width, bool colour, bool unicode);

/* Moves on to `column`, if the line is not there yet. */
void page_to(struct page *p, size_t column);
/* Writes n bytes; what does not fit the line is cut, with an ellipsis. */
void page_put(struct page *p, enum ink ink, const char *s, size_t n);
void page_printf(struct page *p, enum ink ink, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/*
 * Writes the text and ends the line, wrapping at blanks; further lines begin at column `hang`. Words that are longer
 * than a line are broken.
 */
void page_prose(struct page *p, size_t hang, enum ink ink, const char *s);
void page_prosef(struct page *p, size_t hang, enum ink ink, const char *fmt, ...) __attribute__((format(printf, 4, 5)));
void page_end(struct page *p);
/* An empty line, unless the page begins here or has one already. */
void page_gap(struct page *p);
/* The columns that the text would take. */
size_t page_measure(const struct page *p, const char *s);
/* What stands for a glyph: the first with Unicode, else the second. */
const char *page_glyph(const struct page *p, const char *unicode, const char *ascii);
/* "…" or "..." */
const char *page_ellipsis(const struct page *p);

/* ---- a line of code -------------------------------------------------------------------------------------------- */

/* One line, with tabs as blanks up to the next multiple of 8 and everything else made safe. */
struct code {
	struct buf text; /* owned */
	size_t width;    /* columns of the text */
	size_t from, to; /* columns of the mark, from < to; it may stand behind the end of the line */
	bool cut;        /* more of the line lies behind what is held: it is looked at around the mark only */
	bool cut_before; /* likewise before */
};

/* `mark` and `mark_bytes` are places in the line; a mark of 0 bytes is one character wide. */
void code_init(struct code *c, const struct page *p, const char *line, size_t n, size_t mark, size_t mark_bytes);
void code_clear(struct code *c);
#define cleanup_code cleanup(code_clear)

/*
 * The column at which a cut of the line must begin so that the mark is seen on what is left of a page's line; 0 if it
 * fits.
 */
size_t code_first(const struct code *c, const struct page *p, size_t left);
/* Writes "   12 | <sign><line>" from `first` on, and ends the line. number 0: none. */
void page_code(struct page *p, uint64_t number, const char *sign, enum ink ink, const struct code *c, size_t first);
/* Writes carets below the mark of such a line, and ends the line. */
void page_carets(struct page *p, size_t sign_columns, enum ink ink, const struct code *c, size_t first);
/* Columns before the code, without the sign. */
#define PAGE_GUTTER 9

/* ---- amounts --------------------------------------------------------------------------------------------------- */

#define AMOUNT_MAX 32
/* "0.4 ms", "412 ms", "1.52 s", "2 s" */
const char *amount_time(char out[AMOUNT_MAX], uint64_t us);
/* "38 B", "1.2 KiB", "38.2 MiB", "256 MiB" */
const char *amount_bytes(char out[AMOUNT_MAX], uint64_t bytes);

#endif
