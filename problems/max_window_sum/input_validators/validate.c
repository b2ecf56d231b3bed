/*
 * validate: is standard input a test of max_window_sum? Exit 42 when it is, else 43 with the line and what is wrong.
 *
 * The grammar is exact, so that one meaning has one spelling: each call is a line "n k" and, unless n is 0, a line of n
 * values; one blank between numbers, every line ended, numbers without needless zeros and signs.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define VALUES_MAX (INT64_C(1) << 22) /* of all calls of a test together */
#define CALLS_MAX  200000

struct reader {
	unsigned long line;
};

static _Noreturn void refuse(const struct reader *r, const char *why)
{
	fprintf(stderr, "line %lu: %s\n", r->line, why);
	exit(43);
}

static void read_char(struct reader *r, int expected, const char *why)
{
	if (getchar_unlocked() != expected)
		refuse(r, why);
	r->line += expected == '\n';
}

/* A decimal number from min to max in its shortest spelling. */
static int64_t read_number(struct reader *r, int64_t min, int64_t max)
{
	bool negative = false;
	int64_t v = 0; /* gathered below zero, where there is more room */
	int digits = 0;
	int c = getchar_unlocked();

	if (c == '-') {
		negative = true;
		c = getchar_unlocked();
	}
	for (; c >= '0' && c <= '9'; c = getchar_unlocked()) {
		if (digits++ > 0 && v == 0)
			refuse(r, "a number with a leading zero");
		if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, c - '0', &v))
			refuse(r, "a number out of range");
	}
	ungetc(c, stdin);
	if (digits == 0)
		refuse(r, "a number expected");
	if (negative ? v == 0 : v == INT64_MIN)
		refuse(r, negative ? "minus zero" : "a number out of range");
	if (!negative)
		v = -v;
	if (v < min || v > max)
		refuse(r, "a number out of range");
	return v;
}

static int64_t check_call(struct reader *r)
{
	int64_t n = read_number(r, 0, VALUES_MAX);

	read_char(r, ' ', "one blank expected");
	read_number(r, 0, INT64_MAX);
	read_char(r, '\n', "the end of the line expected");
	if (n == 0)
		return 0;
	for (int64_t i = 0; i < n; i++) {
		read_number(r, INT32_MIN, INT32_MAX);
		if (i + 1 < n)
			read_char(r, ' ', "one blank and another value expected");
	}
	read_char(r, '\n', "the end of the line expected");
	return n;
}

int main(void)
{
	struct reader r = { .line = 1 };
	int64_t values = 0;
	long calls = 0;
	int c;

	while ((c = getchar_unlocked()) != EOF) {
		ungetc(c, stdin);
		values += check_call(&r);
		if (++calls > CALLS_MAX)
			refuse(&r, "more than 200000 calls");
		if (values > VALUES_MAX)
			refuse(&r, "more than 4194304 values");
	}
	if (ferror(stdin))
		refuse(&r, "cannot be read");
	if (calls == 0)
		refuse(&r, "no call");
	return 42;
}
