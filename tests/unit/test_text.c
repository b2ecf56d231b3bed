/* What text promises: UTF-8 by the table of the standard, widths, escapes that no control byte survives, near words. */
#include "sandbox/base/text.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define LITERAL(s) (s), sizeof(s) - 1

/* Encodes without any check, surrogates and all. */
static size_t encode(uint32_t cp, char out[4])
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xc0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3f));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xe0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		out[2] = (char)(0x80 | (cp & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3f));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3f));
	out[3] = (char)(0x80 | (cp & 0x3f));
	return 4;
}

static void text__reads_every_code_point_but_surrogates(void **state)
{
	(void)state;
	for (uint32_t cp = 0; cp < 0x120000; cp++) {
		const bool valid = cp <= 0x10ffff && (cp < 0xd800 || cp > 0xdfff);
		uint32_t got = 0xffffffff;
		char bytes[4];
		const size_t n = encode(cp, bytes);
		const size_t len = text_utf8_next(bytes, n, &got);

		if (len != (valid ? n : 0) || got != (valid ? cp : 0xffffffff))
			fail_msg("U+%04X: length %zu, value %x", cp, len, got);
		/* Cut short it is nothing. */
		if (n > 1 && text_utf8_next(bytes, n - 1, &got) != 0)
			fail_msg("U+%04X: cut and accepted", cp);
	}
}

static void text__refuses_every_ill_formed_pair_and_triple(void **state)
{
	uint32_t cp;
	char again[4];

	(void)state;
	/* Whatever is accepted must be the one and only encoding of its code point: no overlong forms. */
	for (uint32_t v = 0; v < 1 << 24; v += v < 1 << 16 ? 1 : 7) {
		const char bytes[3] = { (char)(v & 0xff), (char)(v >> 8 & 0xff), (char)(v >> 16) };
		const size_t len = text_utf8_next(bytes, 3, &cp);

		if (len > 0 && (encode(cp, again) != len || memcmp(bytes, again, len) != 0))
			fail_msg("%06x is accepted as U+%04X", v, cp);
	}
	assert_int_equal(text_utf8_next(LITERAL("\xc0\xaf"), &cp), 0);
	assert_int_equal(text_utf8_next(LITERAL("\xe0\x80\xaf"), &cp), 0);
	assert_int_equal(text_utf8_next(LITERAL("\xf0\x80\x80\xaf"), &cp), 0);
	assert_int_equal(text_utf8_next(LITERAL("\xed\xa0\x80"), &cp), 0);
	assert_int_equal(text_utf8_next(LITERAL("\xf4\x90\x80\x80"), &cp), 0);
	assert_int_equal(text_utf8_next(LITERAL("\xf8\x88\x80\x80\x80"), &cp), 0);
	assert_int_equal(text_utf8_next(LITERAL("\x80"), &cp), 0);
	assert_int_equal(text_utf8_next("", 0, &cp), 0);
}

static void text__tells_where_the_first_bad_byte_is(void **state)
{
	size_t at = 77;

	(void)state;
	assert_true(text_utf8_valid(LITERAL("aé€😀\0z"), &at));
	assert_true(text_utf8_valid(NULL, 0, &at));
	assert_int_equal(at, 77);
	assert_false(text_utf8_valid(LITERAL("aé\xff"), &at));
	assert_int_equal(at, 3);
	assert_false(text_utf8_valid(LITERAL("ab\xe2\x82"), &at));
	assert_int_equal(at, 2);
	assert_false(text_utf8_valid(LITERAL("\x80"), NULL));
}

static void text__width_is_in_columns(void **state)
{
	(void)state;
	assert_int_equal(text_width(NULL, 0), 0);
	assert_int_equal(text_width(LITERAL("plain")), 5);
	assert_int_equal(text_width(LITERAL("é")), 1);
	assert_int_equal(text_width(LITERAL("e\xcc\x81")), 1);
	assert_int_equal(text_width(LITERAL("日本")), 4);
	assert_int_equal(text_width(LITERAL("😀")), 2);
	assert_int_equal(text_width(LITERAL("한")), 2);
	assert_int_equal(text_width(LITERAL("ｱ")), 1);
	assert_int_equal(text_width(LITERAL("Ａ")), 2);
	assert_int_equal(text_width(LITERAL("\xe2\x80\x8b")), 0);
	assert_int_equal(text_width(LITERAL("\xc2\xad")), 1);
	assert_int_equal(text_width(LITERAL("\xf3\xa0\x84\x80")), 0);
	assert_int_equal(text_width(LITERAL("…—")), 2);
	assert_int_equal(text_width(LITERAL("\xff\xfe")), 2);
	assert_int_equal(text_width(LITERAL("\x1b\n\t")), 0);
}

/* A table that is out of order would make the binary search miss some, so every code point is asked. */
static void text__widths_of_whole_blocks_are_found(void **state)
{
	static const struct {
		uint32_t first, last;
		size_t width;
	} blocks[] = {
		{ 0x20, 0x7e, 1 },       { 0xa0, 0x2ff, 1 },       { 0x300, 0x36f, 0 },     { 0x1100, 0x115f, 2 },
		{ 0x1160, 0x11ff, 0 },   { 0x1dc0, 0x1dff, 0 },    { 0x2500, 0x257f, 1 },   { 0x3041, 0x3096, 2 },
		{ 0x4e00, 0x9fff, 2 },   { 0xac00, 0xd7a3, 2 },    { 0xe000, 0xf8ff, 1 },   { 0xfe00, 0xfe0f, 0 },
		{ 0xff01, 0xff60, 2 },   { 0x1f600, 0x1f64f, 2 },  { 0x20000, 0x2fffd, 2 }, { 0x30000, 0x3fffd, 2 },
		{ 0xe0100, 0xe01ef, 0 }, { 0xf0000, 0x10fffd, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(blocks) / sizeof(*blocks); i++) {
		for (uint32_t cp = blocks[i].first; cp <= blocks[i].last; cp++) {
			char bytes[4];
			const size_t width = text_width(bytes, encode(cp, bytes));

			if (width != blocks[i].width && cp != 0xad)
				fail_msg("U+%04X: width %zu", cp, width);
		}
	}
}

static void check_escape(const char *p, size_t n, bool one_line, const char *expected)
{
	cleanup_buf struct buf b;

	buf_init(&b, 1000);
	assert_int_equal(text_escape(&b, p, n, one_line), 0);
	assert_string_equal(b.data, expected);
	assert_int_equal(b.len, strlen(expected));
}

static void text__plain_text_stays_as_it_is(void **state)
{
	(void)state;
	check_escape(LITERAL("two\n\tlines \\ é€😀 日本 e\xcc\x81"), false, "two\n\tlines \\ é€😀 日本 e\xcc\x81");
	check_escape(NULL, 0, false, "");
	check_escape(NULL, 0, true, "");
}

static void text__what_steers_a_terminal_becomes_visible(void **state)
{
	(void)state;
	check_escape(LITERAL("\x1b[2J\x1b]0;x\a"), false, "\\x1b[2J\\x1b]0;x\\x07");
	check_escape(LITERAL("AC\rWA\b\x7f\0."), false, "AC\\x0dWA\\x08\\x7f\\x00.");
	/* U+009B is a whole control sequence introducer, in one byte of old terminals and in two of UTF-8. */
	check_escape(LITERAL("\xc2\x9b"
			     "2J\x9b"),
		     false, "\\u009b2J\\x9b");
	check_escape(LITERAL("a\xe2\x80\xae"
			     "b\xe2\x81\xa6"
			     "c\xd8\x9c"),
		     false, "a\\u202eb\\u2066c\\u061c");
	check_escape(LITERAL("a\xe2\x80\xa8"
			     "b"),
		     false, "a\\u2028b");
	check_escape(LITERAL("\xff\xc3(\xe2\x82"), false, "\\xff\\xc3(\\xe2\\x82");
}

static void text__one_line_has_no_line_break_and_no_false_escape(void **state)
{
	(void)state;
	check_escape(LITERAL("a\nb\tc\\x1b\r"), true, "a\\nb\\tc\\\\x1b\\x0d");
}

static void text__no_control_byte_survives(void **state)
{
	(void)state;
	for (uint32_t cp = 0; cp < 0x3000; cp++) {
		cleanup_buf struct buf b;
		char bytes[4];
		uint32_t got;

		buf_init(&b, 100);
		assert_int_equal(text_escape(&b, bytes, encode(cp, bytes), true), 0);
		for (size_t i = 0; i < b.len;) {
			const size_t len = text_utf8_next(b.data + i, b.len - i, &got);

			assert_true(len > 0);
			assert_false(text_is_unsafe(got));
			i += len;
		}
	}
}

static void text__escape_holds_the_ceiling(void **state)
{
	cleanup_buf struct buf b;

	(void)state;
	buf_init(&b, 6);
	assert_int_equal(text_escape(&b, LITERAL("abc\x1b\x1b"), false), -EMSGSIZE);
	assert_string_equal(b.data, "abc\\x1");
	assert_int_equal(text_escape(&b, "", 0, false), -EMSGSIZE);
}

static void check_nearest(const char *word, const char *expected)
{
	static const char *const known[] = { "lru_cache", "max_window_sum", "palindrome", "list",
					     "test",      "show",           "start" };
	const char *got = text_nearest(word, known, sizeof(known) / sizeof(*known));

	if (!expected)
		assert_null(got);
	else
		assert_string_equal(got, expected);
}

static void text__finds_the_nearest_word(void **state)
{
	(void)state;
	check_nearest("lru_cache", "lru_cache");
	check_nearest("lru-cache", "lru_cache");
	check_nearest("lrucahce", "lru_cache");
	check_nearest("palindorme", "palindrome");
	check_nearest("max_windw_sums", "max_window_sum");
	check_nearest("lsit", "list");
	check_nearest("tset", "test");
	check_nearest("shwo", "show");
	check_nearest("sow", "show");
}

static void text__is_silent_when_no_word_is_near(void **state)
{
	static const char long_word[] = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
	const char *const same[] = { long_word };

	(void)state;
	check_nearest("", NULL);
	check_nearest("l", NULL);
	check_nearest("quicksort", NULL);
	check_nearest("tsar", NULL);
	assert_null(text_nearest("list", NULL, 0));
	assert_null(text_nearest(long_word, same, 1));
	assert_null(text_nearest(long_word + 1, same, 1));
}

static void text__the_first_of_equals_is_nearest(void **state)
{
	static const char *const known[] = { "cat", "bat" };

	(void)state;
	assert_string_equal(text_nearest("rat", known, 2), "cat");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text__reads_every_code_point_but_surrogates),
		cmocka_unit_test(text__refuses_every_ill_formed_pair_and_triple),
		cmocka_unit_test(text__tells_where_the_first_bad_byte_is),
		cmocka_unit_test(text__width_is_in_columns),
		cmocka_unit_test(text__widths_of_whole_blocks_are_found),
		cmocka_unit_test(text__plain_text_stays_as_it_is),
		cmocka_unit_test(text__what_steers_a_terminal_becomes_visible),
		cmocka_unit_test(text__one_line_has_no_line_break_and_no_false_escape),
		cmocka_unit_test(text__no_control_byte_survives),
		cmocka_unit_test(text__escape_holds_the_ceiling),
		cmocka_unit_test(text__finds_the_nearest_word),
		cmocka_unit_test(text__is_silent_when_no_word_is_near),
		cmocka_unit_test(text__the_first_of_equals_is_nearest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
