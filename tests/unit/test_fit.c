/*
 * What fit promises, on curves whose truth is known: every class by its name, through staircases, constant terms and
 * noise; limits kept and exceeded; and no verdict where there is nothing to go by.
 */
#include "runners/fit.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

struct curve {
	struct fit_point points[FIT_POINTS_MAX + 8];
	size_t n;
};

/* Sizes of a ladder by sqrt 2, rounded, from 2^first to 2^last. */
static struct curve ladder(double first, double last)
{
	struct curve c = { .n = 0 };

	for (double at = first; at <= last + 1e-9; at += 0.5)
		c.points[c.n++].sizes[0] = round(exp2(at));
	return c;
}

static struct curve curve_of(double (*f)(double n), double first, double last)
{
	struct curve c = ladder(first, last);

	for (size_t i = 0; i < c.n; i++)
		c.points[i].y = f(c.points[i].sizes[0]);
	return c;
}

static struct formula formula_of(const char *text)
{
	static const char *const names[] = { "n", "k" };
	struct formula f;
	struct err e = ERR_INIT;

	if (formula_parse(text, names, LENGTH(names), &f, &e) < 0)
		fail_msg("%s", e.text);
	return f;
}

static enum fit_end judge(const struct curve *c, const char *limit, double floor)
{
	struct formula f = formula_of(limit);
	struct fit found;
	struct fit_limit l;

	fit_class(c->points, c->n, floor, &found);
	fit_limit(c->points, c->n, floor, &f, &found, &l);
	return l.end;
}

static void assert_class(const struct curve *c, enum fit_class class)
{
	struct fit f;

	fit_class(c->points, c->n, 1, &f);
	if (!f.enough || f.class != class)
		fail_msg("%s (%g) instead of %s, n to %g", f.enough ? fit_class_text(f.class) : "nothing", f.slope,
			 fit_class_text(class), c->points[c->n - 1].sizes[0]);
}

/* It is named so, keeps a limit of its own class and of all greater ones, and exceeds all lesser ones. */
static void assert_is(const struct curve *c, enum fit_class class)
{
	assert_class(c, class);
	for (enum fit_class limit = 0; limit < FIT_CLASS_COUNT; limit++) {
		enum fit_end end = judge(c, fit_class_text(limit), 1);

		if (limit < class ? end != FIT_EXCEEDS : end != FIT_MEETS)
			fail_msg("%s against %s: %d", fit_class_text(class), fit_class_text(limit), end);
	}
}

static double one(double n)
{
	return 40 + 0 * n;
}
static double log_n(double n)
{
	return 7 * log2(n);
}
static double sqrt_n(double n)
{
	return 3 * sqrt(n);
}
static double linear(double n)
{
	return 5 * n + 100;
}
static double n_log_n(double n)
{
	return n * log2(n);
}
static double n_log2_n(double n)
{
	return n * log2(n) * log2(n);
}
static double n_root(double n)
{
	return n * sqrt(n);
}
static double n_2(double n)
{
	return n * (n - 1) / 2 + 3 * n;
}
static double n_2_log(double n)
{
	return n * n * log2(n);
}
static double n_3(double n)
{
	return n * n * n / 6;
}

static void fit__names_every_class(void **state)
{
	static double (*const functions[])(double n) = { one,      log_n,  sqrt_n, linear,  n_log_n,
							 n_log2_n, n_root, n_2,    n_2_log, n_3 };
	/* What 10^7 ticks reach. */
	static const double last[] = { 22, 22, 22, 21, 19, 16, 15.5, 12, 10, 8 };

	(void)state;
	for (size_t i = 0; i < LENGTH(functions); i++) {
		struct curve c = curve_of(functions[i], last[i] > 12 ? 6 : 2, last[i]);

		assert_is(&c, (enum fit_class)i);
	}
}

/* Few sizes are small enough; that these are 2^k and 3 * 2^k makes doubles of all. */
static void fit__names_exponential_growth(void **state)
{
	static const double sizes[] = { 1, 2, 3, 4, 6, 8, 12, 16, 24 };
	struct curve c = { .n = 0 };

	(void)state;
	for (size_t i = 0; i < LENGTH(sizes); i++)
		c.points[c.n++] = (struct fit_point){ { sizes[i] }, exp2(sizes[i]) };
	assert_is(&c, FIT_EXPONENTIAL);
}

/* An array or table that doubles: all its growth at one size, nothing between. */
static double doubling(double n)
{
	return 2 * n + exp2(ceil(log2(n)));
}
/* A heap's height, rounded down. */
static double levels(double n)
{
	return n * (floor(log2(n)) + 1);
}
/* Nothing but steps. */
static double steps(double n)
{
	return exp2(floor(log2(n * 1.3)));
}
static double tail_of_steps(double n)
{
	return n + 30 * exp2(ceil(log2(n * 1.4)));
}

static void fit__sees_through_staircases(void **state)
{
	(void)state;
	for (double last = 14; last <= 20; last += 0.5) {
		struct curve c = curve_of(doubling, 6, last), d = curve_of(levels, 6, last);
		struct curve s = curve_of(steps, 6, last), t = curve_of(tail_of_steps, 6, last);

		assert_is(&c, FIT_N);
		assert_class(&d, FIT_N_LOG);
		assert_int_equal(judge(&d, "n", 1), FIT_EXCEEDS);
		assert_int_equal(judge(&d, "n log n", 1), FIT_MEETS);
		assert_is(&s, FIT_N);
		assert_is(&t, FIT_N);
	}
}

/* A table of fixed size: n^2 / 9973 behind a linear term shows late. */
static double fixed_table(double n)
{
	return 4 * n + n * n / 9973;
}

static void fit__finds_a_square_behind_a_large_table(void **state)
{
	struct curve c = curve_of(fixed_table, 8, 20);

	(void)state;
	assert_int_equal(judge(&c, "n", 1), FIT_EXCEEDS);
	assert_int_equal(judge(&c, "n^2", 1), FIT_MEETS);
}

/* Where the ladder ends the square is most of all: it is named for where it goes, not for where it was. */
static void fit__names_what_a_turn_leads_to(void **state)
{
	struct curve c = curve_of(fixed_table, 4, 17.5);
	struct fit found;

	(void)state;
	fit_class(c.points, c.n, 1, &found);
	assert_true(found.turns);
	assert_true(found.separated);
	assert_int_equal(found.class, FIT_N2);
	assert_int_equal(judge(&c, "n", 1), FIT_EXCEEDS);
	assert_int_equal(judge(&c, "n log n", 1), FIT_EXCEEDS);
	assert_int_equal(judge(&c, "n^1.5", 1), FIT_EXCEEDS);
	assert_int_equal(judge(&c, "n^2", 1), FIT_MEETS);
}

/* Lesser terms that fade make slopes rise too, but not beyond those of the function. */
static double fading(double n)
{
	return n * log2(n) + 40 * n + 9000;
}

static void fit__sees_no_turn_where_lesser_terms_fade(void **state)
{
	struct curve c = curve_of(fading, 4, 18);

	(void)state;
	assert_int_equal(judge(&c, "n log n", 1), FIT_MEETS);
	assert_int_not_equal(judge(&c, "n", 1), FIT_TOO_FEW);
}

/* Right at the end of the ladder only: the top half does not show it, the last octaves do. */
static double late_turn(double n)
{
	return n + (n > 300000 ? (n - 300000) * 6 : 0);
}

static void fit__sees_a_late_turn(void **state)
{
	struct curve c = curve_of(late_turn, 6, 19.5);

	(void)state;
	assert_int_equal(judge(&c, "n", 1), FIT_EXCEEDS);
}

static double noise(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return (double)(*seed >> 8) / (1 << 24) * 2 - 1;
}

static void fit__bears_the_noise_of_random_algorithms(void **state)
{
	static const struct {
		double (*f)(double n);
		enum fit_class class;
		const char *less;
		double last, amount;
	} cases[] = {
		{ linear, FIT_N, "sqrt n", 20, 0.03 },
		{ n_log_n, FIT_N_LOG, "n", 19, 0.02 },
		{ n_2, FIT_N2, "n log n", 12, 0.05 },
		{ one, FIT_ONE, NULL, 20, 0.05 },
	};
	uint32_t seed = 1;

	(void)state;
	for (int round = 0; round < 200; round++) {
		for (size_t k = 0; k < LENGTH(cases); k++) {
			struct curve c = curve_of(cases[k].f, 4, cases[k].last);

			for (size_t i = 0; i < c.n; i++)
				c.points[i].y *= 1 + cases[k].amount * noise(&seed);
			assert_class(&c, cases[k].class);
			assert_int_equal(judge(&c, fit_class_text(cases[k].class), 1), FIT_MEETS);
			if (cases[k].less)
				assert_int_equal(judge(&c, cases[k].less, 1), FIT_EXCEEDS);
		}
	}
}

/* Of a quickselect that is run once a size, one run costs half as much again as another. */
static void fit__holds_chance_against_nobody(void **state)
{
	uint32_t seed = 7;

	(void)state;
	for (int round = 0; round < 500; round++) {
		struct curve c = curve_of(linear, 4, 20), d = curve_of(n_2, 4, 12);

		for (size_t i = 0; i < c.n; i++)
			c.points[i].y *= 1 + 0.2 * noise(&seed);
		for (size_t i = 0; i < d.n; i++)
			d.points[i].y *= 1 + 0.2 * noise(&seed);
		assert_int_not_equal(judge(&c, "n", 1), FIT_EXCEEDS);
		assert_int_equal(judge(&c, "sqrt n", 1), FIT_EXCEEDS);
		assert_int_equal(judge(&d, "n log n", 1), FIT_EXCEEDS);
	}
}

/* One size in which all went wrong moves no median. */
static void fit__bears_a_point_that_is_off(void **state)
{
	(void)state;
	for (size_t off = 0; off < 20; off++) {
		struct curve c = curve_of(n_log_n, 6, 19);

		c.points[off].y *= 1.5;
		assert_class(&c, FIT_N_LOG);
		assert_int_equal(judge(&c, "n", 1), FIT_EXCEEDS);
	}
}

static void fit__decides_for_the_candidate_when_two_explain_it(void **state)
{
	struct curve c = ladder(6, 19);
	struct fit found;

	(void)state;
	/* As far from n as from n log n. */
	for (size_t i = 0; i < c.n; i++)
		c.points[i].y = c.points[i].sizes[0] * sqrt(log2(c.points[i].sizes[0]));
	fit_class(c.points, c.n, 1, &found);
	assert_true(found.enough);
	assert_false(found.separated);
	assert_int_equal(judge(&c, "n", 1), FIT_UNDECIDED);
	assert_int_equal(judge(&c, "n log n", 1), FIT_MEETS);
}

static void fit__says_nothing_of_too_few_points(void **state)
{
	(void)state;
	for (double last = 5; last < 9; last += 0.5) {
		struct curve c = curve_of(n_2, 5, last);
		struct fit f;

		fit_class(c.points, c.n, 1, &f);
		assert_false(f.enough);
		assert_int_equal(judge(&c, "1", 1), FIT_TOO_FEW);
	}
	struct curve none = { .n = 0 };
	assert_int_equal(judge(&none, "n", 1), FIT_TOO_FEW);
}

/* Sizes of which none is another's double say nothing about staircases. */
static void fit__wants_sizes_that_double(void **state)
{
	struct curve c = { .n = 0 };

	(void)state;
	for (double n = 100; n < 1e6; n *= 3)
		c.points[c.n++] = (struct fit_point){ { n }, n * n };
	assert_int_equal(judge(&c, "n", 1), FIT_TOO_FEW);
}

static double nothing(double n)
{
	return 0 * n;
}
/* Less than a kilobyte of stack, now more and now less. */
static double little(double n)
{
	return fmin(n / 64, 900);
}

static void fit__takes_what_is_below_the_floor_for_constant(void **state)
{
	struct curve zeros = curve_of(nothing, 4, 20), small = curve_of(little, 4, 20);

	(void)state;
	assert_is(&zeros, FIT_ONE);
	assert_int_equal(judge(&small, "1", 1024), FIT_MEETS);
	assert_int_equal(judge(&small, "1", 1), FIT_EXCEEDS);
}

/* Half the top half lies on the floor; what is above it tells. */
static double four_bytes(double n)
{
	return 4 * n;
}

static void fit__looks_at_what_is_above_the_floor(void **state)
{
	struct curve c = curve_of(four_bytes, 4, 12.5);
	struct fit found;

	(void)state;
	fit_class(c.points, c.n, 4096, &found);
	assert_int_equal(found.class, FIT_N);
	assert_int_equal(judge(&c, "sqrt n", 4096), FIT_EXCEEDS);
	assert_int_equal(judge(&c, "n", 4096), FIT_MEETS);
}

static void fit__takes_points_in_any_order(void **state)
{
	struct curve c = curve_of(n_log_n, 6, 19);

	(void)state;
	for (size_t i = 0; i < c.n / 2; i++) {
		struct fit_point kept = c.points[i];

		c.points[i] = c.points[c.n - 1 - i];
		c.points[c.n - 1 - i] = kept;
	}
	assert_is(&c, FIT_N_LOG);
}

static void fit__passes_over_what_is_no_number(void **state)
{
	struct curve c = curve_of(linear, 6, 19);

	(void)state;
	c.points[c.n++] = (struct fit_point){ { 0 }, 5 };
	c.points[c.n++] = (struct fit_point){ { -3 }, 5 };
	c.points[c.n++] = (struct fit_point){ { NAN }, 5 };
	c.points[c.n++] = (struct fit_point){ { INFINITY }, 5 };
	c.points[c.n++] = (struct fit_point){ { 1048576 }, INFINITY };
	c.points[c.n++] = (struct fit_point){ { 1048576 }, NAN };
	c.points[c.n++] = (struct fit_point){ { 1048576, NAN }, 5 };
	assert_is(&c, FIT_N);
}

static double huge(double n)
{
	return n * n * 1e280;
}

static void fit__does_not_overflow(void **state)
{
	struct curve c = curve_of(huge, 6, 30);

	(void)state;
	assert_is(&c, FIT_N2);
}

static void fit__drops_points_that_it_has_no_room_for(void **state)
{
	struct curve c = { .n = 0 };

	(void)state;
	while (c.n < FIT_POINTS_MAX + 8) {
		double n = exp2((double)(c.n % 16) + 4);

		c.points[c.n++] = (struct fit_point){ { n }, n };
	}
	assert_is(&c, FIT_N);
}

/* Two sizes that grow in different ways: k = sqrt n. */
static void fit__judges_by_sums_and_products_of_two_sizes(void **state)
{
	struct curve product = ladder(6, 14), sum = ladder(6, 19);

	(void)state;
	for (size_t i = 0; i < product.n; i++) {
		struct fit_point *p = &product.points[i];

		p->sizes[1] = round(sqrt(p->sizes[0]));
		p->y = 3 * p->sizes[0] * p->sizes[1] + p->sizes[0];
	}
	assert_int_equal(judge(&product, "n * k", 1), FIT_MEETS);
	assert_int_equal(judge(&product, "n + k", 1), FIT_EXCEEDS);
	assert_int_equal(judge(&product, "n log n", 1), FIT_EXCEEDS);
	for (size_t i = 0; i < sum.n; i++) {
		struct fit_point *p = &sum.points[i];

		p->sizes[1] = 4 * p->sizes[0];
		p->y = 2 * p->sizes[0] + 5 * p->sizes[1];
	}
	assert_int_equal(judge(&sum, "n + k", 1), FIT_MEETS);
	assert_int_equal(judge(&sum, "(n + k) log n", 1), FIT_MEETS);
	assert_int_equal(judge(&sum, "sqrt n * log k", 1), FIT_EXCEEDS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fit__names_every_class),
		cmocka_unit_test(fit__names_exponential_growth),
		cmocka_unit_test(fit__sees_through_staircases),
		cmocka_unit_test(fit__finds_a_square_behind_a_large_table),
		cmocka_unit_test(fit__names_what_a_turn_leads_to),
		cmocka_unit_test(fit__sees_no_turn_where_lesser_terms_fade),
		cmocka_unit_test(fit__sees_a_late_turn),
		cmocka_unit_test(fit__bears_the_noise_of_random_algorithms),
		cmocka_unit_test(fit__holds_chance_against_nobody),
		cmocka_unit_test(fit__bears_a_point_that_is_off),
		cmocka_unit_test(fit__decides_for_the_candidate_when_two_explain_it),
		cmocka_unit_test(fit__says_nothing_of_too_few_points),
		cmocka_unit_test(fit__wants_sizes_that_double),
		cmocka_unit_test(fit__takes_what_is_below_the_floor_for_constant),
		cmocka_unit_test(fit__looks_at_what_is_above_the_floor),
		cmocka_unit_test(fit__takes_points_in_any_order),
		cmocka_unit_test(fit__passes_over_what_is_no_number),
		cmocka_unit_test(fit__does_not_overflow),
		cmocka_unit_test(fit__drops_points_that_it_has_no_room_for),
		cmocka_unit_test(fit__judges_by_sums_and_products_of_two_sizes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
