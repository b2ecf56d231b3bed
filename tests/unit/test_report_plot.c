/* What report_plot promises: points where they belong, in braille and in ASCII, and nothing outside of the cells. */
#include "judge/report/report_plot.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void assert_rows(const struct plot *p, bool unicode, const char *const *rows)
{
	char row[PLOT_ROW_BYTES];

	for (unsigned i = 0; i < p->rows; i++) {
		plot_row(p, i, unicode, row);
		assert_string_equal(row, rows[i]);
	}
}

static void plot__puts_each_corner_into_its_dot(void **state)
{
	static const struct plot_point corners[] = { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } };
	static const char *const braille[] = { "⠁⠈", "⡀⢀" }, *const ascii[] = { "**", "**" };
	struct plot p;

	(void)state;
	plot_init(&p, 2, 2, 0, 1, 0, 1);
	plot_draw(&p, corners, 4, false, '*');
	assert_rows(&p, true, braille);
	assert_rows(&p, false, ascii);
}

static void plot__draws_every_dot_of_a_cell(void **state)
{
	static const char *const full[] = { "⣿" };
	struct plot_point all[8];
	struct plot p;

	(void)state;
	for (size_t i = 0; i < 8; i++)
		all[i] = (struct plot_point){ (double)(i % 2), (double)(i / 2) };
	plot_init(&p, 1, 1, 0, 1, 0, 3);
	plot_draw(&p, all, 8, false, '.');
	assert_rows(&p, true, full);
}

static void line__has_no_gaps(void **state)
{
	static const struct plot_point ends[] = { { 0, 0 }, { 1, 1 } };
	static const char *const rows[] = { "   *", "  *", " *", "*" };
	struct plot p;

	(void)state;
	plot_init(&p, 4, 4, 0, 1, 0, 1);
	plot_draw(&p, ends, 2, true, '*');
	assert_rows(&p, false, rows);
}

static void plot__draws_later_marks_over_earlier_ones(void **state)
{
	static const struct plot_point at = { 0, 0 };
	static const char *const rows[] = { "*" };
	struct plot p;

	(void)state;
	plot_init(&p, 1, 1, 0, 0, 0, 0);
	plot_draw(&p, &at, 1, false, '.');
	plot_draw(&p, &at, 1, false, '*');
	assert_rows(&p, false, rows);
}

static void plot__leaves_out_what_lies_outside(void **state)
{
	static const struct plot_point outside[] = { { -1, 0 },  { 2, 0 },   { 0, -1 },       { 0, 2 },
						     { NAN, 0 }, { 0, NAN }, { INFINITY, 0 }, { 0, 1e300 } };
	static const char *const rows[] = { "", "" };
	struct plot p;

	(void)state;
	plot_init(&p, 3, 2, 0, 1, 0, 1);
	plot_draw(&p, outside, sizeof(outside) / sizeof(*outside), false, '*');
	assert_rows(&p, true, rows);
	plot_draw(&p, outside, sizeof(outside) / sizeof(*outside), true, '*');
}

static void plot__is_no_larger_than_its_ceilings(void **state)
{
	char row[PLOT_ROW_BYTES];
	struct plot p;

	(void)state;
	plot_init(&p, 1000, 1000, 0, 1, 0, 1);
	assert_int_equal(p.columns, PLOT_COLUMNS_MAX);
	assert_int_equal(p.rows, PLOT_ROWS_MAX);
	plot_draw(&p, (const struct plot_point[]){ { 0, 0.5 }, { 1, 0.5 } }, 2, true, '*');
	for (unsigned i = 0; i < p.rows; i++) {
		plot_row(&p, i, true, row);
		assert_true(strlen(row) < sizeof(row));
	}
	plot_row(&p, p.rows, true, row);
	assert_string_equal(row, "");
	plot_init(&p, 0, 0, 0, 1, 0, 1);
	assert_true(p.columns == 1 && p.rows == 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plot__puts_each_corner_into_its_dot),
		cmocka_unit_test(plot__draws_every_dot_of_a_cell),
		cmocka_unit_test(line__has_no_gaps),
		cmocka_unit_test(plot__draws_later_marks_over_earlier_ones),
		cmocka_unit_test(plot__leaves_out_what_lies_outside),
		cmocka_unit_test(plot__is_no_larger_than_its_ceilings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
