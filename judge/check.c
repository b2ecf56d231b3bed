/*
 * check: the default output validator, as a walk over two strings of bytes.
 *
 * Both sides advance token by token; the first pair that differs ends the walk, and only then are lines looked for,
 * so that a right answer costs one pass and no memory. The output is hostile: it may hold any byte, be one token of
 * many megabytes, or spell numbers that no double holds. Nothing is allocated, nothing is assumed to end with a NUL,
 * and a number is converted only after its shape has been checked and its length bounded.
 *
 * What it does not do: judge anything but text. A problem with several right answers needs a validator of its own.
 */
#include "judge/check.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/*
 * Longer tokens are no numbers. The format asks for 30 digits on each side of the point; printf("%f") of the greatest
 * double writes 309 before it.
 */
#define NUMBER_MAX 1024

#define CONTEXT_BYTES 80 /* of a long line that are shown before the difference */

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* ---- numbers ---------------------------------------------------------------------------------------------------- */

static size_t count_digits(const char *p, const char *end)
{
	const char *from = p;

	while (p < end && is_digit(*p))
		p++;
	return (size_t)(p - from);
}

/* The format's grammar: [+-]? ( digit* "." digit+ | digit+ "." | digit+ ) ( [eE] [+-]? digit+ )? */
static bool is_number(const char *p, const char *end)
{
	size_t before, behind = 0;

	if (p < end && (*p == '+' || *p == '-'))
		p++;
	before = count_digits(p, end);
	p += before;
	if (p < end && *p == '.') {
		p++;
		behind = count_digits(p, end);
		p += behind;
	}
	if (before + behind == 0)
		return false;
	if (p < end && (*p == 'e' || *p == 'E')) {
		p++;
		if (p < end && (*p == '+' || *p == '-'))
			p++;
		if (count_digits(p, end) == 0)
			return false;
		p += count_digits(p, end);
	}
	return p == end;
}

/* False also for what no double holds: an infinity equals any other, which would make a wrong answer right. */
static bool read_number(const char *p, size_t n, double *out)
{
	char text[NUMBER_MAX + 1];
	double v;

	if (n > NUMBER_MAX || !is_number(p, p + n))
		return false;
	memcpy(text, p, n);
	text[n] = 0;
	/* The C locale is built in: newlocale allocates nothing here and cannot fail. */
	v = strtod_l(text, NULL, newlocale(LC_ALL_MASK, "C", (locale_t)0));
	if (!isfinite(v))
		return false;
	*out = v;
	return true;
}

static bool near(const struct check_options *o, double answer, double output)
{
	const double off = fabs(output - answer);

	return (o->has_absolute && off <= o->absolute) || (o->has_relative && off <= o->relative * fabs(answer));
}

/* ---- arguments -------------------------------------------------------------------------------------------------- */

struct word {
	const char *p;
	size_t len;
};

/* For "%.*s"; an error does not repeat more of it. */
#define SHOWN(w) (int)((w)->len < 60 ? (w)->len : 60), (w)->p

static bool next_word(const char **rest, struct word *w)
{
	const char *p = *rest;

	while (is_space(*p))
		p++;
	w->p = p;
	while (*p && !is_space(*p))
		p++;
	w->len = (size_t)(p - w->p);
	*rest = p;
	return w->len > 0;
}

static bool word_is(const struct word *w, const char *text)
{
	return strlen(text) == w->len && memcmp(w->p, text, w->len) == 0;
}

/* A flag that is given again says nothing new, and the format has no word against it. */
static int take_flag(bool *flag)
{
	*flag = true;
	return 0;
}

/* Reads the number behind a tolerance argument into one or both of the tolerances. */
static int take_tolerance(const struct word *w, const char **rest, bool absolute, bool relative,
			  struct check_options *o, struct err *e)
{
	struct word number;
	double tolerance;

	if ((absolute && o->has_absolute) || (relative && o->has_relative))
		return err_set(e, -EINVAL, "'%.*s' sets a tolerance that is set already", SHOWN(w));
	if (!next_word(rest, &number))
		return err_set(e, -EINVAL, "'%.*s' needs a number behind it", SHOWN(w));
	if (!read_number(number.p, number.len, &tolerance) || tolerance < 0)
		return err_set(e, -EINVAL, "%.*s: '%.*s' is not a number >= 0", SHOWN(w), SHOWN(&number));
	if (absolute) {
		o->has_absolute = true;
		o->absolute = tolerance;
	}
	if (relative) {
		o->has_relative = true;
		o->relative = tolerance;
	}
	return 0;
}

static int take_argument(const struct word *w, const char **rest, struct check_options *o, struct err *e)
{
	if (word_is(w, "case_sensitive"))
		return take_flag(&o->case_sensitive);
	if (word_is(w, "space_change_sensitive"))
		return take_flag(&o->space_change_sensitive);
	if (word_is(w, "float_tolerance"))
		return take_tolerance(w, rest, true, true, o, e);
	if (word_is(w, "float_absolute_tolerance"))
		return take_tolerance(w, rest, true, false, o, e);
	if (word_is(w, "float_relative_tolerance"))
		return take_tolerance(w, rest, false, true, o, e);
	return err_set(e, -EINVAL, "'%.*s' is no argument of the default output validator", SHOWN(w));
}

int check_parse(const char *arguments, struct check_options *out, struct err *e)
{
	struct check_options o = { .case_sensitive = false };
	const char *rest = arguments ? arguments : "";
	struct word w;

	while (next_word(&rest, &w))
		if (take_argument(&w, &rest, &o, e) < 0)
			return e->code;
	*out = o;
	return 0;
}

/* ---- tokens ----------------------------------------------------------------------------------------------------- */

struct token {
	const char *space; /* white space before it: space .. p */
	const char *p;
	const char *end; /* == p: there is no token, the text ends here */
};

static struct token next_token(const char *from, const char *end)
{
	struct token t = { .space = from, .p = from };

	while (t.p < end && is_space(*t.p))
		t.p++;
	t.end = t.p;
	while (t.end < end && !is_space(*t.end))
		t.end++;
	return t;
}

static bool same_space(const struct token *a, const struct token *b)
{
	const size_t n = (size_t)(a->p - a->space);

	return n == (size_t)(b->p - b->space) && memcmp(a->space, b->space, n) == 0;
}

static bool same_text(const struct check_options *o, const struct token *a, const struct token *b)
{
	const size_t n = (size_t)(a->end - a->p);

	if (n != (size_t)(b->end - b->p))
		return false;
	if (o->case_sensitive)
		return memcmp(a->p, b->p, n) == 0;
	for (size_t i = 0; i < n; i++)
		if (lower(a->p[i]) != lower(b->p[i]))
			return false;
	return true;
}

static bool same_token(const struct check_options *o, const struct token *answer, const struct token *output)
{
	double a, s;

	if ((o->has_absolute || o->has_relative) && read_number(answer->p, (size_t)(answer->end - answer->p), &a))
		return read_number(output->p, (size_t)(output->end - output->p), &s) && near(o, a, s);
	return same_text(o, answer, output);
}

/* ---- the difference --------------------------------------------------------------------------------------------- */

struct side {
	const char *text;
	const char *end;
	const char *at; /* where it differs; NULL: it has ended */
};

static bool is_continuation(const char *p)
{
	return ((unsigned char)*p & 0xc0) == 0x80;
}

/*
 * The line that holds s->at, cut so that `at` stays in it. Characters stay whole; in what is no UTF-8 there is
 * nothing to keep.
 */
static struct check_line line_of(const struct side *s)
{
	const char *from = s->at, *to = s->at, *line;

	if (!s->at)
		return (struct check_line){ .text = NULL };
	while (from > s->text && from[-1] != '\n')
		from--;
	while (to < s->end && *to != '\n')
		to++;
	line = from;
	if (to - from > CHECK_LINE_MAX && s->at - from > CHECK_LINE_MAX - CONTEXT_BYTES) {
		from = s->at - CONTEXT_BYTES;
		if (to - from < CHECK_LINE_MAX)
			from = to - CHECK_LINE_MAX;
		for (int i = 0; i < 3 && is_continuation(from); i++)
			from++;
	}
	if (to - from > CHECK_LINE_MAX) {
		to = from + CHECK_LINE_MAX;
		for (int i = 0; i < 3 && is_continuation(to); i++)
			to--;
	}
	return (struct check_line){
		.text = from,
		.len = (size_t)(to - from),
		.cut_before = from > line,
		.cut_after = to < s->end && *to != '\n',
	};
}

static uint64_t line_number(const char *text, const char *at)
{
	uint64_t line = 1;

	for (const char *p = text; p < at; p++)
		line += *p == '\n';
	return line;
}

/* One more than the answer has lines: a last line without "\n" is a line too. */
static uint64_t line_behind(const struct side *s)
{
	return line_number(s->text, s->end) + (s->end > s->text && s->end[-1] != '\n');
}

/* Where two runs of white space begin to differ: an offset into both. */
static size_t first_difference(const struct token *a, const struct token *b)
{
	size_t i = 0;

	while (a->space + i < a->p && b->space + i < b->p && a->space[i] == b->space[i])
		i++;
	return i;
}

static bool is_end(const struct token *t)
{
	return t->p == t->end;
}

/*
 * Finds the first tokens, or the white space before them, that differ, and sets both `at`; VERDICT_AC when there are
 * none.
 */
static enum verdict find_difference(const struct check_options *o, struct side *answer, struct side *output,
				    bool *only_space)
{
	struct token a = { .end = answer->text }, b = { .end = output->text };
	bool has_output = false;

	do {
		a = next_token(a.end, answer->end);
		b = next_token(b.end, output->end);
		has_output |= !is_end(&b);
		if (is_end(&a) != is_end(&b) || !same_token(o, &a, &b)) {
			answer->at = is_end(&a) ? NULL : a.p;
			output->at = is_end(&b) ? NULL : b.p;
			return has_output ? VERDICT_WA : VERDICT_NO;
		}
		if (o->space_change_sensitive && !same_space(&a, &b)) {
			answer->at = a.space + first_difference(&a, &b);
			output->at = b.space + first_difference(&a, &b);
			*only_space = true;
			return VERDICT_WA;
		}
	} while (!is_end(&a));
	return VERDICT_AC;
}

void check_output(const struct check_options *o, const char *answer, size_t answer_len, const char *output,
		  size_t output_len, struct check_result *out)
{
	struct side expected = { .text = answer, .end = answer + answer_len };
	struct side found = { .text = output, .end = output + output_len };
	struct check_result r = { .verdict = VERDICT_AC };

	/* The usual case: the same bytes are the same tokens, and a number is within any tolerance of itself. */
	if (answer_len != output_len || memcmp(answer, output, answer_len))
		r.verdict = find_difference(o, &expected, &found, &r.only_space);
	if (r.verdict != VERDICT_AC) {
		r.line = expected.at ? line_number(expected.text, expected.at) : line_behind(&expected);
		r.expected = line_of(&expected);
		r.found = line_of(&found);
	}
	*out = r;
}
