/*
 * What report_excerpt promises: the line that is named, with its mark; answers against each other, with what is equal
 * folded.
 */
#include "judge/report/report_excerpt.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
	struct buf out;
	struct page page;
};

static void begin(struct fixture *f)
{
	buf_init(&f->out, 1 << 20);
	page_init(&f->page, &f->out, 60, false, true);
}

static void expect(struct fixture *f, const char *text)
{
	assert_string_equal(f->out.data, text);
	buf_clear(&f->out);
	begin(f);
}

/* ---- sources --------------------------------------------------------------------------------------------------- */

static void excerpt__marks_the_identifier_at_the_place(void **state)
{
	static const char text[] = "one\n\ttwo_2(three);\nlast";
	const struct report_source file = { "a.c", text, sizeof(text) - 1 };
	struct fixture f;

	(void)state;
	begin(&f);
	excerpt_source(&f.page, &file, 2, 2, 0, INK_BAD);
	expect(&f, "     2 │         two_2(three);\n       │         ^^^^^\n");
	excerpt_source(&f.page, &file, 2, 7, 0, INK_BAD);
	expect(&f, "     2 │         two_2(three);\n       │              ^\n");
	excerpt_source(&f.page, &file, 2, 2, 3, INK_BAD);
	expect(&f, "     2 │         two_2(three);\n       │         ^^^\n");
	excerpt_source(&f.page, &file, 3, 0, 0, INK_BAD);
	expect(&f, "     3 │ last\n");
	buf_clear(&f.out);
}

static void excerpt__a_place_that_is_not_there_shows_nothing(void **state)
{
	static const char text[] = "one\n";
	const struct report_source file = { "a.c", text, sizeof(text) - 1 };
	const struct report_source empty = { "b.c", NULL, 0 };
	struct fixture f;

	(void)state;
	begin(&f);
	excerpt_source(&f.page, &file, 0, 1, 1, INK_BAD);
	excerpt_source(&f.page, &file, 2, 1, 1, INK_BAD);
	excerpt_source(&f.page, &file, UINT32_MAX, 1, 1, INK_BAD);
	excerpt_source(&f.page, &empty, 1, 1, 1, INK_BAD);
	excerpt_source(&f.page, NULL, 1, 1, 1, INK_BAD);
	expect(&f, "");
	excerpt_source(&f.page, &file, 1, UINT32_MAX, UINT32_MAX, INK_BAD);
	expect(&f, "     1 │ one\n       │    ^\n");
	buf_clear(&f.out);
}

/* ---- listings -------------------------------------------------------------------------------------------------- */

static void listing(struct fixture *f, const char *text, size_t max_lines)
{
	excerpt_listing(&f->page, "input", (struct excerpt_text){ text, strlen(text) }, max_lines);
}

static void excerpt__a_listing_ends_where_it_would_flood(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f);
	listing(&f, "a\n\nb", 3);
	expect(&f, "  input\n     1 │ a\n     2 │\n     3 │ b\n");
	/* a fourth line is not worth a line that says so */
	listing(&f, "a\nb\nc\nd\n", 3);
	expect(&f, "  input\n     1 │ a\n     2 │ b\n     3 │ c\n     4 │ d\n");
	listing(&f, "a\nb\nc\nd\ne\n", 3);
	expect(&f, "  input\n     1 │ a\n     2 │ b\n     3 │ c\n         … 2 more lines\n");
	listing(&f, "", 3);
	expect(&f, "  input\n         (empty)\n");
	buf_clear(&f.out);
}

static void excerpt__says_that_a_text_was_cut(void **state)
{
	char text[REPORT_DATA_MAX + 1];
	struct fixture f;

	(void)state;
	memset(text, '\n', sizeof(text));
	text[REPORT_DATA_MAX] = 0;
	begin(&f);
	excerpt_listing(&f.page, "input", (struct excerpt_text){ text, REPORT_DATA_MAX + 1 }, 1);
	expect(&f, "  input\n     1 │\n         … only the first 4 KiB are kept\n");
	excerpt_listing(&f.page, "input", (struct excerpt_text){ text, REPORT_DATA_MAX }, 1);
	expect(&f, "  input\n     1 │\n         … 4095 more lines\n");
	buf_clear(&f.out);
}

/* ---- expected and found ---------------------------------------------------------------------------------------- */

static void diff(struct fixture *f, const char *expected, const char *found, uint64_t first, size_t max_lines)
{
	const struct excerpt_diff d = { .expected = { expected, 0 }, .found = { found, 0 }, .first = first };

	excerpt_diff(&f->page, &d, max_lines);
}

static void excerpt__folds_what_is_equal(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f);
	diff(&f, "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n", 5, 40);
	expect(&f, "         … 2 equal lines\n"
		   "     3 │   3\n"
		   "     4 │   4\n"
		   "     5 │ - 5\n"
		   "     5 │ + x\n"
		   "       │   ^\n"
		   "     6 │   6\n"
		   "     7 │   7\n"
		   "         … 2 equal lines\n");
	diff(&f, "1\n2\n3\n4\n5\n6\n7\n8\n", "x\n2\n3\n4\n5\n6\n7\ny\n", 1, 40);
	expect(&f, "     1 │ - 1\n"
		   "     1 │ + x\n"
		   "       │   ^\n"
		   "     2 │   2\n"
		   "     3 │   3\n"
		   "         … 2 equal lines\n"
		   "     6 │   6\n"
		   "     7 │   7\n"
		   "     8 │ - 8\n"
		   "     8 │ + y\n");
	buf_clear(&f.out);
}

static void excerpt__counts_the_differences_that_it_leaves_out(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f);
	diff(&f, "1\n2\n3\n4\n5\n", "a\nb\nc\nd\ne\n", 1, 4);
	expect(&f, "     1 │ - 1\n"
		   "     1 │ + a\n"
		   "       │   ^\n"
		   "     2 │ - 2\n"
		   "     2 │ + b\n"
		   "         … 3 more differences\n");
	buf_clear(&f.out);
}

static void excerpt__an_answer_may_end_early_or_late(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f);
	diff(&f, "1\n2\n3\n", "1\n", 2, 40);
	expect(&f, "     1 │   1\n     2 │ - 2\n     3 │ - 3\n");
	diff(&f, "1\n", "1\n2\n", 2, 40);
	expect(&f, "     1 │   1\n     2 │ + 2\n");
	diff(&f, "1\n", "", 1, 40);
	expect(&f, "     1 │ - 1\n");
	/* the checker names the line behind the answer's last; the place is at the end of the last */
	diff(&f, "1 2\n", "1 2 3\n", 2, 40);
	expect(&f, "     1 │ - 1 2\n     1 │ + 1 2 3\n       │      ^\n");
	buf_clear(&f.out);
}

static void excerpt__lines_are_compared_as_the_checker_does(void **state)
{
	struct excerpt_diff d = {
		.expected.text = "YES\n0.5\n1  2\nx\n",
		.found.text = "yes\n0.5000001\n1 2 \ny\n",
		.first = 4,
	};
	struct fixture f;

	(void)state;
	d.how.has_absolute = true;
	d.how.absolute = 1e-3;
	begin(&f);
	excerpt_diff(&f.page, &d, 40);
	/* of YES nothing is said but the line itself: that it was folded would take as much */
	expect(&f, "     1 │   YES\n"
		   "     2 │   0.5\n"
		   "     3 │   1  2\n"
		   "     4 │ - x\n"
		   "     4 │ + y\n"
		   "       │   ^\n");
	d.how.case_sensitive = true;
	d.first = 1;
	excerpt_diff(&f.page, &d, 40);
	expect(&f, "     1 │ - YES\n"
		   "     1 │ + yes\n"
		   "       │   ^\n"
		   "     2 │   0.5\n"
		   "     3 │   1  2\n"
		   "     4 │ - x\n"
		   "     4 │ + y\n");
	buf_clear(&f.out);
}

static void excerpt__answers_with_other_line_breaks_are_listed(void **state)
{
	const struct excerpt_diff d = {
		.expected.text = "1\n2\n3\n",
		.found.text = "1 2 4\n",
		.first = 3,
		.first_expected = "3",
		.first_found = "1 2 4",
	};
	struct fixture f;

	(void)state;
	begin(&f);
	excerpt_diff(&f.page, &d, 40);
	expect(&f, "     3 │ - 3\n"
		   "     3 │ + 1 2 4\n"
		   "       │   ^\n"
		   "  expected\n"
		   "     1 │ 1\n"
		   "     2 │ 2\n"
		   "     3 │ 3\n"
		   "  found\n"
		   "     1 │ 1 2 4\n");
	buf_clear(&f.out);
}

/* Two texts of which no more was kept than this. */
static void diff_cut(struct fixture *f, const char *expected, uint64_t bytes, const char *found, uint64_t found_bytes)
{
	const struct excerpt_diff d = { .expected = { expected, bytes }, .found = { found, found_bytes }, .first = 1 };

	excerpt_diff(&f->page, &d, 40);
}

#define KEPT "         … only the first 4 KiB are kept\n"

static void excerpt__what_was_not_kept_is_no_difference(void **state)
{
	const uint64_t cut = REPORT_DATA_MAX + 1;
	struct fixture f;

	(void)state;
	begin(&f);
	diff_cut(&f, "1\n2\n34", cut, "x\n2\n3", cut);
	expect(&f, "     1 │ - 1\n     1 │ + x\n       │   ^\n     2 │   2\n" KEPT);
	diff_cut(&f, "1\n2\n3", cut, "x\n2\n34\n5\n", 10);
	expect(&f, "     1 │ - 1\n     1 │ + x\n       │   ^\n     2 │   2\n" KEPT);
	/* As far as they go they may differ, and what has really ended is shorter. */
	diff_cut(&f, "1\n3", cut, "x\n4", cut);
	expect(&f, "     1 │ - 1\n     1 │ + x\n       │   ^\n     2 │ - 3\n     2 │ + 4\n" KEPT);
	diff_cut(&f, "1\n", 2, "x\n2\n3", cut);
	expect(&f, "     1 │ - 1\n     1 │ + x\n       │   ^\n     2 │ + 2\n     3 │ + 3\n" KEPT);
	buf_clear(&f.out);
}

static void excerpt__the_first_difference_alone_is_shown_where_no_more_is_kept(void **state)
{
	const struct excerpt_diff d = { .first = 700, .first_expected = "3日x", .first_found = "3本x" };
	struct fixture f;

	(void)state;
	begin(&f);
	excerpt_diff(&f.page, &d, 40);
	expect(&f, "   700 │ - 3日x\n   700 │ + 3本x\n       │    ^^\n");
	buf_clear(&f.out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(excerpt__marks_the_identifier_at_the_place),
		cmocka_unit_test(excerpt__a_place_that_is_not_there_shows_nothing),
		cmocka_unit_test(excerpt__a_listing_ends_where_it_would_flood),
		cmocka_unit_test(excerpt__says_that_a_text_was_cut),
		cmocka_unit_test(excerpt__folds_what_is_equal),
		cmocka_unit_test(excerpt__counts_the_differences_that_it_leaves_out),
		cmocka_unit_test(excerpt__an_answer_may_end_early_or_late),
		cmocka_unit_test(excerpt__lines_are_compared_as_the_checker_does),
		cmocka_unit_test(excerpt__answers_with_other_line_breaks_are_listed),
		cmocka_unit_test(excerpt__what_was_not_kept_is_no_difference),
		cmocka_unit_test(excerpt__the_first_difference_alone_is_shown_where_no_more_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
