/*
 * formula: parsing by descent into steps for a stack, and running them.
 *
 * Limits are written by the authors of problems, who may be strangers: text, steps and depth are bounded. All values
 * are logarithms to base 2, in which products are sums and powers products; only a sum has to leave them, and does so
 * relative to its greater part.
 */
#include "runners/formula.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#define DEPTH_MAX 8

struct parser {
	const char *text, *at;
	const char *const *names;
	size_t n_names;
	struct formula out;
	unsigned depth;
	struct err *e;
};

static int wrong(struct parser *p, const char *what)
{
	return err_set(p->e, -EINVAL, "'%.96s', byte %d: %s", p->text, (int)(p->at - p->text) + 1, what);
}

static int put(struct parser *p, enum formula_operation operation, double number, size_t size)
{
	struct formula *f = &p->out;

	if (f->n_steps == FORMULA_STEPS_MAX)
		return wrong(p, "too long");
	f->steps[f->n_steps].operation = operation;
	f->steps[f->n_steps].number = number;
	f->steps[f->n_steps++].size = size;
	return 0;
}

static char peek(struct parser *p)
{
	while (*p->at == ' ')
		p->at++;
	return *p->at;
}

static bool take(struct parser *p, char c)
{
	if (peek(p) != c)
		return false;
	p->at++;
	return true;
}

static size_t word_length(struct parser *p)
{
	size_t n = 0;

	if (isalpha((unsigned char)peek(p)))
		while (isalnum((unsigned char)p->at[n]) || p->at[n] == '_')
			n++;
	return n;
}

static bool take_word(struct parser *p, const char *word)
{
	size_t n = word_length(p);

	if (n != strlen(word) || memcmp(p->at, word, n))
		return false;
	p->at += n;
	return true;
}

static int read_number(struct parser *p)
{
	double value = 0, unit = 1;
	int digits = 0;

	for (peek(p); isdigit((unsigned char)*p->at); p->at++, digits++)
		value = 10 * value + (*p->at - '0');
	if (digits && *p->at == '.' && isdigit((unsigned char)p->at[1])) {
		for (p->at++; isdigit((unsigned char)*p->at); p->at++, digits++)
			value += (*p->at - '0') * (unit /= 10);
	}
	if (digits > 9 || !(value > 0))
		return wrong(p, "a positive number of at most 9 digits is expected");
	return put(p, FORMULA_NUMBER, value, 0);
}

static int read_name(struct parser *p)
{
	for (size_t i = 0; i < p->n_names; i++) {
		if (take_word(p, p->names[i]))
			return put(p, FORMULA_SIZE, 0, i);
	}
	return wrong(p, "no size has this name");
}

static int read_sum(struct parser *p);

static int read_atom(struct parser *p)
{
	int r;

	if (!take(p, '('))
		return isdigit((unsigned char)peek(p)) ? read_number(p) : read_name(p);
	if ((r = read_sum(p)) < 0)
		return r;
	return take(p, ')') ? 0 : wrong(p, "a ')' is expected");
}

static int read_power(struct parser *p)
{
	int r;

	if (!take(p, '^'))
		return 0;
	r = isdigit((unsigned char)peek(p)) ? read_number(p) : read_name(p);
	return r < 0 ? r : put(p, FORMULA_POWER, 0, 0);
}

static int read_factor(struct parser *p);

static int read_log(struct parser *p)
{
	double power = 1;
	int r;

	if (take(p, '^')) {
		if ((r = read_number(p)) < 0)
			return r;
		power = p->out.steps[--p->out.n_steps].number;
	}
	if ((r = read_factor(p)) < 0 || (r = put(p, FORMULA_LOG, 0, 0)) < 0)
		return r;
	if (power == 1)
		return 0;
	r = put(p, FORMULA_NUMBER, power, 0);
	return r < 0 ? r : put(p, FORMULA_POWER, 0, 0);
}

static int read_factor(struct parser *p)
{
	int r;

	if (++p->depth > DEPTH_MAX)
		return wrong(p, "nested too deeply");
	if (take_word(p, "log")) {
		r = read_log(p);
	} else if (take_word(p, "sqrt")) {
		r = read_factor(p);
		r = r < 0 ? r : put(p, FORMULA_SQRT, 0, 0);
	} else {
		r = read_atom(p);
		r = r < 0 ? r : read_power(p);
	}
	p->depth--;
	return r;
}

static int read_product(struct parser *p)
{
	int r = read_factor(p);

	while (r == 0) {
		bool is_product = take(p, '*');

		if (!is_product && (!peek(p) || strchr("+)", peek(p))))
			return 0;
		r = read_factor(p);
		r = r < 0 ? r : put(p, FORMULA_MULTIPLY, 0, 0);
	}
	return r;
}

static int read_sum(struct parser *p)
{
	int r = read_product(p);

	while (r == 0 && take(p, '+')) {
		r = read_product(p);
		r = r < 0 ? r : put(p, FORMULA_ADD, 0, 0);
	}
	return r;
}

int formula_parse(const char *text, const char *const *names, size_t n_names, struct formula *out, struct err *e)
{
	struct parser p = { .text = text, .at = text, .names = names, .n_names = n_names, .e = e };
	int r;

	if (strlen(text) > FORMULA_TEXT_MAX || n_names > FORMULA_SIZES_MAX)
		return err_set(e, -EINVAL, "'%.96s': too long", text);
	r = read_sum(&p);
	if (r == 0 && peek(&p))
		r = wrong(&p, "nothing is expected here");
	if (r == 0)
		*out = p.out;
	return r;
}

/* ---- running ----------------------------------------------------------------------------------------------------- */

static double add(double a, double b)
{
	double greater = fmax(a, b), less = fmin(a, b);

	return greater + log2(1 + exp2(less - greater));
}

double formula_log2(const struct formula *f, const double *sizes)
{
	double stack[FORMULA_STEPS_MAX];
	size_t n = 0;

	for (size_t i = 0; i < f->n_steps; i++) {
		switch (f->steps[i].operation) {
		case FORMULA_NUMBER:
			stack[n++] = log2(f->steps[i].number);
			break;
		case FORMULA_SIZE:
			stack[n++] = log2(fmax(sizes[f->steps[i].size], 1));
			break;
		case FORMULA_ADD:
			n--;
			stack[n - 1] = add(stack[n - 1], stack[n]);
			break;
		case FORMULA_MULTIPLY:
			n--;
			stack[n - 1] += stack[n];
			break;
		case FORMULA_POWER:
			n--;
			stack[n - 1] *= exp2(stack[n]);
			break;
		case FORMULA_LOG:
			stack[n - 1] = log2(fmax(stack[n - 1], 1));
			break;
		case FORMULA_SQRT:
			stack[n - 1] /= 2;
			break;
		}
	}
	return n ? stack[n - 1] : 0;
}
