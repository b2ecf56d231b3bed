/*
 * wrap: paragraphs on a terminal: broken between words, indented, with marks for emphasis inside.
 */
#ifndef JUDGE_JUDGE_CLI_WRAP_H
#define JUDGE_JUDGE_CLI_WRAP_H

#include "sandbox/base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Marks inside a text switch a style on, or off where it is on. They take no column. Text that is not ours has gone
 * through text_escape, so that it cannot hold one.
 */
#define WRAP_BOLD      '\001'
#define WRAP_ITALIC    '\002'
#define WRAP_CODE      '\003'
#define WRAP_UNDERLINE '\004'
#define WRAP_HARD      '\n' /* a line ends here */

/* What is written in front of lines. NULL = nothing. */
struct wrap_indent {
	const char *first;
	const char *rest;
};

/*
 * Appends the text in lines of at most `width` columns, indentation included, each ended by "\n"; a word that is
 * longer stands on a line of its own and is broken. Marks become escape sequences when `colour`, else nothing; no
 * line ends inside of a style. An empty text gives nothing. Failures stick to the buf.
 */
void wrap_text(struct buf *b, const char *text, size_t n, unsigned width, const struct wrap_indent *indent,
	       bool colour);

/*
 * The same, piece by piece: takes the next line of at most `width` columns off *text (which moves on) and gives it in
 * *line, *len; false at the end. Marks are still in it.
 */
bool wrap_next(const char **text, const char *end, unsigned width, const char **line, size_t *len);
/*
 * Appends one line, marks resolved. *style is what was on before and is on behind it; it is switched off at the end
 * in any case.
 */
void wrap_line(struct buf *b, const char *line, size_t n, bool colour, unsigned *style);
/* Columns, marks not counted. */
size_t wrap_width(const char *text, size_t n);

/* Appends `columns` blanks. */
void wrap_blanks(struct buf *b, size_t columns);

#endif
