/*
 * What report_page promises: lines that fit, cut and wrapped at whole characters; marks below the right columns;
 * amounts.
 */
#include "judge/report/report_page.h"

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

static void begin(struct fixture *f, size_t width, bool unicode)
{
	buf_init(&f->out, 1 << 20);
	page_init(&f->page, &f->out, width, false, unicode);
}

/* Compares what was written, and begins anew. */
static void expect(struct fixture *f, const char *text)
{
	assert_string_equal(f->out.data, text);
	buf_reset(&f->out);
	page_init(&f->page, &f->out, f->page.width, false, f->page.unicode);
}

static void end(struct fixture *f)
{
	buf_clear(&f->out);
}

/* ---- lines ----------------------------------------------------------------------------------------------------- */

static void page__cuts_what_does_not_fit_at_a_whole_character(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, 40, true);
	page_printf(&f.page, INK_PLAIN, "%s", "1234567890123456789012345678901234567890");
	page_end(&f.page);
	expect(&f, "1234567890123456789012345678901234567890\n");
	page_printf(&f.page, INK_PLAIN, "%s", "12345678901234567890123456789012345678901");
	page_end(&f.page);
	expect(&f, "123456789012345678901234567890123456789…\n");
	/* 38 columns and a wide character: no place for its second half and the ellipsis */
	page_printf(&f.page, INK_PLAIN, "%s", "12345678901234567890123456789012345678日本");
	page_end(&f.page);
	expect(&f, "12345678901234567890123456789012345678…\n");
	/* a combining mark stays with its letter */
	page_printf(&f.page, INK_PLAIN, "%s", "12345678901234567890123456789012345678e\u0301xy");
	page_end(&f.page);
	expect(&f, "12345678901234567890123456789012345678e\u0301…\n");
	page_to(&f.page, 40);
	page_printf(&f.page, INK_PLAIN, "x");
	page_end(&f.page);
	expect(&f, "\n");
	end(&f);
}

static void page__writes_ascii_where_unicode_is_not_understood(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, 40, false);
	page_printf(&f.page, INK_PLAIN, "%s", "‘a’ – “b” … é 日 \U0001f600 ≤");
	page_end(&f.page);
	expect(&f, "'a' - \"b\" ... \\u00e9 \\u65e5 \\u1f600 <=\n");
	page_printf(&f.page, INK_PLAIN, "%s", "12345678901234567890123456789012345678901");
	page_end(&f.page);
	expect(&f, "1234567890123456789012345678901234567...\n");
	end(&f);
}

static void page__makes_every_text_safe(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, 80, true);
	page_printf(&f.page, INK_PLAIN, "%s", "a\033[31mb\nc\td\\e\xff\xc2\x9b");
	page_end(&f.page);
	expect(&f, "a\\x1b[31mb c d\\e\\xff\\u009b\n");
	page_prose(&f.page, 0, INK_PLAIN, "one\ntwo\r\xe2\x80\xae");
	expect(&f, "one two\\x0d\\u202e\n");
	end(&f);
}

static void page__wraps_at_blanks_with_a_hanging_indent(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, 40, true);
	page_to(&f.page, 2);
	page_printf(&f.page, INK_DIM, "label");
	page_to(&f.page, 12);
	page_prose(&f.page, 12, INK_PLAIN, "words that need more than one line of this page to be told");
	expect(&f, "  label     words that need more than\n"
		   "            one line of this page to be\n"
		   "            told\n");
	/* exactly full, and one more */
	page_prose(&f.page, 0, INK_PLAIN, "12345678901234567890 1234567890123456789");
	expect(&f, "12345678901234567890 1234567890123456789\n");
	page_prose(&f.page, 0, INK_PLAIN, "12345678901234567890 12345678901234567890");
	expect(&f, "12345678901234567890\n12345678901234567890\n");
	page_prose(&f.page, 0, INK_PLAIN, "");
	expect(&f, "\n");
	page_prose(&f.page, 0, INK_PLAIN, "blanks at the end       ");
	expect(&f, "blanks at the end\n");
	end(&f);
}

static void page__breaks_words_that_fit_no_line(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, 40, true);
	page_printf(&f.page, INK_PLAIN, "a ");
	page_prose(&f.page, 2, INK_PLAIN, "日本語日本語日本語日本語日本語日本語日本語日本語 b");
	expect(&f, "a 日本語日本語日本語日本語日本語日本語日\n  本語日本語 b\n");
	page_printf(&f.page, INK_PLAIN, "12345 ");
	page_prose(&f.page, 2, INK_PLAIN, "123456789012345678901234567890123456789");
	expect(&f, "12345\n  12345678901234567890123456789012345678\n  9\n");
	end(&f);
}

static void page__gaps_are_never_doubled_nor_at_the_beginning(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, 40, true);
	buf_puts(&f.out, "what stood before\n");
	page_init(&f.page, &f.out, 40, false, true);
	page_gap(&f.page);
	page_prose(&f.page, 0, INK_PLAIN, "a");
	page_gap(&f.page);
	page_gap(&f.page);
	page_prose(&f.page, 0, INK_PLAIN, "b");
	expect(&f, "what stood before\na\n\nb\n");
	end(&f);
}

static void page__colours_are_around_text_only(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, 40, true);
	f.page.colour = true;
	page_to(&f.page, 2);
	page_printf(&f.page, INK_GOOD, "good ");
	page_printf(&f.page, INK_PLAIN, "plain");
	page_printf(&f.page, INK_BAD, "%s", "");
	page_end(&f.page);
	expect(&f, "  \033[32mgood\033[0m plain\n");
	end(&f);
}

static void page__no_page_is_narrower_than_forty(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, 3, true);
	assert_int_equal(f.page.width, 40);
	end(&f);
}

/* ---- code ------------------------------------------------------------------------------------------------------ */

/* The line with carets below `bytes` bytes from offset `mark`. */
static void put_code(struct fixture *f, const char *line, size_t mark, size_t bytes)
{
	cleanup_code struct code c = { 0 };
	size_t first;

	code_init(&c, &f->page, line, strlen(line), mark, bytes);
	first = code_first(&c, &f->page, f->page.width - PAGE_GUTTER);
	page_code(&f->page, 7, "", INK_PLAIN, &c, first);
	page_carets(&f->page, 0, INK_BAD, &c, first);
}

static void page__carets_stand_below_what_is_marked(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, 60, true);
	put_code(&f, "int x;", 4, 1);
	expect(&f, "     7 │ int x;\n       │     ^\n");
	/* tabs go to the next multiple of eight */
	put_code(&f, "\tab\tcd", 4, 2);
	expect(&f, "     7 │         ab      cd\n       │                 ^^\n");
	/* a marked tab is as wide as it is shown */
	put_code(&f, "ab\tcd", 2, 1);
	expect(&f, "     7 │ ab      cd\n       │   ^^^^^^\n");
	/* wide before, wide marked, combining marked */
	put_code(&f, "日本x語e\u0301y", 6, 1);
	expect(&f, "     7 │ 日本x語e\u0301y\n       │     ^\n");
	put_code(&f, "日本x語e\u0301y", 7, 3);
	expect(&f, "     7 │ 日本x語e\u0301y\n       │      ^^\n");
	/* no length: one character, however many bytes */
	put_code(&f, "日本x", 3, 0);
	expect(&f, "     7 │ 日本x\n       │   ^^\n");
	/* escapes are as wide as they look */
	put_code(&f, "\033x", 1, 1);
	expect(&f, "     7 │ \\x1bx\n       │     ^\n");
	/* at the end of the line, and behind it */
	put_code(&f, "int x", 5, 1);
	expect(&f, "     7 │ int x\n       │      ^\n");
	put_code(&f, "int x", 500, 3);
	expect(&f, "     7 │ int x\n       │      ^\n");
	put_code(&f, "", 0, 0);
	expect(&f, "     7 │\n       │ ^\n");
	/* a mark never goes on behind the line */
	put_code(&f, "int x", 4, UINT32_MAX);
	expect(&f, "     7 │ int x\n       │     ^\n");
	end(&f);
}

static void page__a_long_line_is_cut_around_its_mark(void **state)
{
	struct fixture f;
	char line[300];

	(void)state;
	begin(&f, 40, true);
	for (size_t i = 0; i < sizeof(line) - 1; i++)
		line[i] = (char)('0' + i % 10);
	line[sizeof(line) - 1] = 0;
	line[5] = '#';
	put_code(&f, line, 5, 1);
	expect(&f, "     7 │ 01234#678901234567890123456789…\n       │      ^\n");
	line[5] = '5';
	line[150] = '#';
	put_code(&f, line, 150, 1);
	expect(&f, "     7 │ …123456789#1234567890123456789…\n       │           ^\n");
	line[150] = '0';
	line[298] = '#';
	put_code(&f, line, 298, 1);
	expect(&f, "     7 │ …90123456789012345678901234567#\n       │                               ^\n");
	end(&f);
}

static void page__a_cut_through_a_wide_character_keeps_the_columns(void **state)
{
	struct fixture f;
	cleanup_code struct code c = { 0 };

	(void)state;
	begin(&f, 40, true);
	code_init(&c, &f.page, "日本語日本語x", 19, 18, 1);
	page_code(&f.page, 7, "", INK_PLAIN, &c, 4);
	page_carets(&f.page, 0, INK_BAD, &c, 4);
	/* columns 4 and 5 were a character, of which the ellipsis took the first half */
	expect(&f, "     7 │ … 日本語x\n       │         ^\n");
	end(&f);
}

static void page__a_line_without_end_costs_little(void **state)
{
	const size_t n = 50u * 1024 * 1024;
	char *line = malloc(n);
	cleanup_code struct code c = { 0 };
	struct fixture f;

	(void)state;
	begin(&f, 80, true);
	assert_non_null(line);
	memset(line, '\t', n);
	line[n / 2] = '#';
	code_init(&c, &f.page, line, n, n / 2, 1);
	assert_true(c.cut && c.cut_before);
	assert_true(c.text.len <= 8 * 4096);
	page_code(&f.page, 1, "", INK_PLAIN, &c, code_first(&c, &f.page, 71));
	assert_non_null(strchr(f.out.data, '#'));
	free(line);
	end(&f);
}

static void page__large_line_numbers_move_nothing(void **state)
{
	struct fixture f;
	cleanup_code struct code c = { 0 };

	(void)state;
	begin(&f, 40, false);
	code_init(&c, &f.page, "x", 1, 0, 0);
	page_code(&f.page, 999999, "- ", INK_PLAIN, &c, 0);
	expect(&f, "999999 | - x\n");
	end(&f);
}

/* ---- amounts --------------------------------------------------------------------------------------------------- */

static void amount__times_are_short_and_exact_where_they_are_whole(void **state)
{
	static const struct {
		uint64_t us;
		const char *text;
	} rows[] = {
		{ 0, "0.0 ms" },
		{ 49, "0.0 ms" },
		{ 50, "0.1 ms" },
		{ 410, "0.4 ms" },
		{ 9949, "9.9 ms" },
		{ 9950, "10 ms" },
		{ 412345, "412 ms" },
		{ 999499, "999 ms" },
		{ 999500, "1.00 s" },
		{ 1000000, "1 s" },
		{ 1000001, "1.00 s" },
		{ 1515000, "1.52 s" },
		{ 2000000, "2 s" },
		{ 2001234, "2.00 s" },
		{ 60000000, "60 s" },
		{ 65432100, "65.43 s" },
		{ UINT64_MAX, "18446744073709.55 s" },
	};
	char text[AMOUNT_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_string_equal(amount_time(text, rows[i].us), rows[i].text);
}

static void amount__sizes_are_short_and_exact_where_they_are_whole(void **state)
{
	static const struct {
		uint64_t bytes;
		const char *text;
	} rows[] = {
		{ 0, "0 B" },
		{ 38, "38 B" },
		{ 1023, "1023 B" },
		{ 1024, "1 KiB" },
		{ 1280, "1.3 KiB" },
		{ 102400, "100 KiB" },
		{ 102399, "100 KiB" },
		{ 655360, "640 KiB" },
		{ 40055603, "38.2 MiB" },
		{ UINT64_C(256) << 20, "256 MiB" },
		{ (UINT64_C(256) << 20) + (UINT64_C(600) << 10), "257 MiB" },
		{ UINT64_C(1) << 30, "1 GiB" },
		{ UINT64_MAX, "16 EiB" },
	};
	char text[AMOUNT_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_string_equal(amount_bytes(text, rows[i].bytes), rows[i].text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(page__cuts_what_does_not_fit_at_a_whole_character),
		cmocka_unit_test(page__writes_ascii_where_unicode_is_not_understood),
		cmocka_unit_test(page__makes_every_text_safe),
		cmocka_unit_test(page__wraps_at_blanks_with_a_hanging_indent),
		cmocka_unit_test(page__breaks_words_that_fit_no_line),
		cmocka_unit_test(page__gaps_are_never_doubled_nor_at_the_beginning),
		cmocka_unit_test(page__colours_are_around_text_only),
		cmocka_unit_test(page__no_page_is_narrower_than_forty),
		cmocka_unit_test(page__carets_stand_below_what_is_marked),
		cmocka_unit_test(page__a_long_line_is_cut_around_its_mark),
		cmocka_unit_test(page__a_cut_through_a_wide_character_keeps_the_columns),
		cmocka_unit_test(page__a_line_without_end_costs_little),
		cmocka_unit_test(page__large_line_numbers_move_nothing),
		cmocka_unit_test(amount__times_are_short_and_exact_where_they_are_whole),
		cmocka_unit_test(amount__sizes_are_short_and_exact_where_they_are_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
