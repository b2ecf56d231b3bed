/*
 * validate: what input validators of problem packages share. A validator reads one test from standard input and exits
 * with 42 when it is one, else with 43 and the line and what is wrong on standard error.
 *
 * The grammar is exact, so that one meaning has one spelling: one blank between words, every line ended, numbers
 * without needless zeros and signs, nothing behind the last line.
 *
 *	int main(void)
 *	{
 *		int64_t n = read_number(1, 1000000);
 *
 *		read_newline();
 *		for (int64_t i = 0; i < n; i++) { … }
 *		valid_at_end();
 *	}
 *
 * The judge gives this file to every input validator that it compiles, as it does with generate.h.
 */
#ifndef JUDGE_RUNNERS_DRIVER_VALIDATE_H
#define JUDGE_RUNNERS_DRIVER_VALIDATE_H

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VALIDATE_HELPER __attribute__((unused)) static

enum { VALID = 42, INVALID = 43 };

static unsigned long validate_line = 1; /* that is read now */

/* ---- the end ----------------------------------------------------------------------------------------------------- */

__attribute__((unused, format(printf, 1, 2))) static _Noreturn void invalid(const char *why, ...)
{
	__builtin_va_list list;

	fprintf(stderr, "line %lu: ", validate_line);
	__builtin_va_start(list, why);
	vfprintf(stderr, why, list);
	__builtin_va_end(list);
	fputc('\n', stderr);
	exit(INVALID);
}

/* Call it for what must hold between values: "the edges are sorted". */
VALIDATE_HELPER void must(bool holds, const char *what)
{
	if (!holds)
		invalid("%s", what);
}

/* ---- characters -------------------------------------------------------------------------------------------------- */

/* The next character, which stays; EOF at the end. */
VALIDATE_HELPER int peek_char(void)
{
	int c = getchar_unlocked();

	if (c != EOF)
		ungetc(c, stdin);
	else if (ferror(stdin))
		invalid("cannot be read");
	return c;
}

VALIDATE_HELPER bool at_end(void)
{
	return peek_char() == EOF;
}

VALIDATE_HELPER void read_char(int expected, const char *name)
{
	if (getchar_unlocked() != expected)
		invalid("%s expected", name);
	validate_line += expected == '\n';
}

VALIDATE_HELPER void read_blank(void)
{
	read_char(' ', "one blank");
}

VALIDATE_HELPER void read_newline(void)
{
	read_char('\n', "the end of the line");
}

#ifdef VALIDATE_BOUNDS
static void print_bounds(void);
#endif

/* Nothing more: the test is valid. */
VALIDATE_HELPER _Noreturn void valid_at_end(void)
{
	if (!at_end())
		invalid("the end of the input expected");
#ifdef VALIDATE_BOUNDS
	print_bounds();
#endif
	exit(VALID);
}

/* ---- words and numbers ------------------------------------------------------------------------------------------- */

/* A decimal number from min to max in its shortest spelling. */
VALIDATE_HELPER int64_t read_number(int64_t min, int64_t max)
{
	int64_t v = 0;
	int digits = 0, c = getchar_unlocked();
	bool negative = c == '-';

	if (negative)
		c = getchar_unlocked();
	for (; c >= '0' && c <= '9'; c = getchar_unlocked()) {
		if (digits++ && !v)
			invalid("a number with a leading zero");
		/* Gathered below zero, where INT64_MIN has its place. */
		if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, c - '0', &v))
			invalid("a number that is too long");
	}
	if (c != EOF)
		ungetc(c, stdin);
	if (!digits)
		invalid("a number expected");
	if (negative && !v)
		invalid("minus zero");
	if (!negative && v == INT64_MIN)
		invalid("a number that is too long");
	if (!negative)
		v = -v;
	if (v < min || v > max)
		invalid("%" PRId64 " is not from %" PRId64 " to %" PRId64, v, min, max);
	return v;
}

/*
 * `judge verify` builds a validator so that each call of read_number notes which numbers it allowed and which it read,
 * and prints that for a valid input: so it is seen whether some test meets each bound.
 */
#ifdef VALIDATE_BOUNDS
static struct {
	int64_t min, max, low, high;
	int line, met_min, met_max;
} validate_bounds[64];

VALIDATE_HELPER int64_t read_number_at(int64_t min, int64_t max, int line)
{
	const int64_t v = read_number(min, max);
	size_t i = 0;

	while (i < 64 && validate_bounds[i].line && validate_bounds[i].line != line)
		i++;
	if (i == 64)
		return v;
	if (!validate_bounds[i].line) {
		validate_bounds[i].line = line;
		validate_bounds[i].min = min;
		validate_bounds[i].max = max;
		validate_bounds[i].low = validate_bounds[i].high = v;
	}
	if (min < validate_bounds[i].min)
		validate_bounds[i].min = min;
	if (max > validate_bounds[i].max)
		validate_bounds[i].max = max;
	if (v < validate_bounds[i].low)
		validate_bounds[i].low = v;
	if (v > validate_bounds[i].high)
		validate_bounds[i].high = v;
	validate_bounds[i].met_min |= v == min;
	validate_bounds[i].met_max |= v == max;
	return v;
}

static void print_bounds(void)
{
	for (size_t i = 0; i < 64 && validate_bounds[i].line; i++)
		fprintf(stderr, "bound %d %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %d %d\n",
			validate_bounds[i].line, validate_bounds[i].min, validate_bounds[i].max, validate_bounds[i].low,
			validate_bounds[i].high, validate_bounds[i].met_min, validate_bounds[i].met_max);
}

#define read_number(min, max) read_number_at(min, max, __LINE__)
#endif

/*
 * The longest run of characters of `set` ("abcdefghijklmnopqrstuvwxyz", say), at least one and less than `size`, into
 * `word`, ended by NUL. Returns its length.
 */
VALIDATE_HELPER size_t read_word(char *word, size_t size, const char *set)
{
	size_t n = 0;
	int c;

	while ((c = getchar_unlocked()) > 0 && strchr(set, c)) {
		if (n + 1 == size)
			invalid("a word of more than %zu characters", size - 1);
		word[n++] = (char)c;
	}
	if (c != EOF)
		ungetc(c, stdin);
	if (!n)
		invalid("a word expected");
	word[n] = '\0';
	return n;
}

/* The rest of the line, without a NUL in it, and its newline; only counted. */
VALIDATE_HELPER int64_t read_line(int64_t max)
{
	int64_t n = 0;
	int c;

	while ((c = getchar_unlocked()) != '\n') {
		if (c == EOF)
			invalid("the end of the line expected");
		if (!c)
			invalid("a NUL");
		if (++n > max)
			invalid("a line of more than %" PRId64 " bytes", max);
	}
	validate_line++;
	return n;
}

#endif
