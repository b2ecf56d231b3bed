/*
 * lexer_lines: what the lexer stands on: characters by their class, the text with its lines joined, and places in it.
 * For lexer.c alone.
 */
#ifndef JUDGE_RUNNERS_LEXER_LINES_H
#define JUDGE_RUNNERS_LEXER_LINES_H

#include "runners/lexer.h"

enum { LETTER = 1, DIGIT = 2, BLANK = 4, BREAK = 8, SECOND = 16 }; /* SECOND: is the second of a longer punctuator */

extern const uint8_t lexer_classes[256];

static inline bool is_class(char c, unsigned mask)
{
	return lexer_classes[(unsigned char)c] & mask;
}

/* Initialises and fills in lines, joins and joined of memory; what fails there is told by buf_error. */
void lexer_join_lines(struct lexed *lx, const char *text, size_t len);

/*
 * The place of the byte `at` of the joined text, which is not before the one that the indices of the last join and line
 * stand at; they are moved there. Both are 0 in the beginning.
 */
struct place lexer_place_after(const struct lexed *lx, size_t *join, size_t *line, size_t at);

/*
 * The byte of the joined text that stands for one of the source, which is behind the place of `join` and not inside a
 * join.
 */
size_t lexer_joined_offset(const struct lexed *lx, size_t join, size_t offset);

#endif
