/*
 * text: text that is not trusted, made safe to read and to show.
 */
#ifndef JUDGE_SANDBOX_BASE_TEXT_H
#define JUDGE_SANDBOX_BASE_TEXT_H

#include "sandbox/base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Length in bytes (1-4) of the well-formed UTF-8 sequence at p (n bytes readable), its code point in *cp; 0, and *cp
 * untouched, when there is none: overlong forms, surrogates, above U+10FFFF, cut sequences (The Unicode Standard,
 * table 3-7).
 */
size_t text_utf8_next(const char *p, size_t n, uint32_t *cp);
/* Is it all well-formed (a NUL is)? If not and bad_at is not NULL, *bad_at is the offset of the first bad byte. */
bool text_utf8_valid(const char *p, size_t n, size_t *bad_at);
/*
 * Columns on a terminal (wcwidth rules without the locale: 0 for combining marks, 2 for East Asian wide and emoji); bad
 * bytes count 1, control characters 0: tabs are the caller's affair.
 */
size_t text_width(const char *p, size_t n);

/* Could this code point steer a terminal or forge a report? C0, DEL, C1, bidirectional controls, U+2028 and U+2029. */
bool text_is_unsafe(uint32_t cp);
/*
 * Appends p with everything that text_is_unsafe (but \n and \t) and bad bytes as visible escapes: \x1b, \u202e, \xff.
 * With one_line, \n, \t and \ themselves are escaped too. The result is valid UTF-8. Returns what buf_append returns.
 */
int text_escape(struct buf *b, const char *p, size_t n, bool one_line);

/*
 * The candidate nearest to `word` by edit distance (adjacent swaps count 1), for "did you mean"; the first of several.
 * NULL if none is near: distance over a third of the word's length (at least 1 is allowed), a word of one byte or of
 * more than 64.
 */
const char *text_nearest(const char *word, const char *const *candidates, size_t n);

#endif
