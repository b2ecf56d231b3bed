/* Lines that are broken at the right place and carry their style over. */
#include "judge/cli/wrap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void wrapped(const char *text, unsigned width, const struct wrap_indent *indent, bool colour, const char *wanted)
{
	cleanup_buf struct buf b;

	buf_init(&b, 1 << 16);
	wrap_text(&b, text, strlen(text), width, indent, colour);
	assert_int_equal(b.failed, 0);
	assert_string_equal(b.data, wanted);
}

static void wrap__lines_are_broken_between_words(void **state)
{
	(void)state;
	wrapped("one two three four five six", 20, NULL, false, "one two three four\nfive six\n");
	wrapped("exactly twenty col  and more", 20, NULL, false, "exactly twenty col\nand more\n");
	wrapped("twenty columns here.", 20, NULL, false, "twenty columns here.\n");
	wrapped("", 20, NULL, false, "");
	wrapped("   ", 20, NULL, false, "");
}

static void wrap__a_word_that_is_too_long_is_broken(void **state)
{
	(void)state;
	wrapped("a abcdefghijklmnopqrstuvwxyz z", 20, NULL, false, "a\nabcdefghijklmnopqrst\nuvwxyz z\n");
}

static void wrap__a_character_is_never_broken(void **state)
{
	(void)state;
	/* Eleven characters of two columns and three bytes. */
	wrapped("漢漢漢漢漢漢漢漢漢漢漢", 20, NULL, false, "漢漢漢漢漢漢漢漢漢漢\n漢\n");
	wrapped("漢漢漢漢漢漢漢漢漢漢漢", 21, NULL, false, "漢漢漢漢漢漢漢漢漢漢\n漢\n");
	/* Bytes that are no character are passed on one by one. */
	wrapped("\xff\xfe", 20, NULL, false, "\xff\xfe\n");
}

static void wrap__indentation_counts(void **state)
{
	static const struct wrap_indent indent = { "- ", "  " };

	(void)state;
	wrapped("one two three four five six seven", 24, &indent, false, "- one two three four\n  five six seven\n");
}

static void wrap__hard_breaks_are_kept(void **state)
{
	(void)state;
	wrapped("one\ntwo", 20, NULL, false, "one\ntwo\n");
	wrapped("one\n\ntwo\n", 20, NULL, false, "one\n\ntwo\n");
}

static void wrap__marks_take_no_column_and_are_nothing_without_colour(void **state)
{
	(void)state;
	wrapped("a \001bold\001 word", 20, NULL, false, "a bold word\n");
	wrapped("\001twenty\001 \003columns\003 here.", 20, NULL, false, "twenty columns here.\n");
	assert_int_equal(wrap_width("\001ab\003c\003\001", 7), 3);
}

static void wrap__no_line_ends_inside_of_a_style(void **state)
{
	(void)state;
	wrapped("\001one two three four five\001 six", 20, NULL, true,
		"\033[1mone two three four\033[0m\n\033[1mfive\033[0m six\n");
	wrapped("\001a \002b\002 c\001", 20, NULL, true, "\033[1ma \033[0m\033[1m\033[3mb\033[0m\033[1m c\033[0m\n");
}

static void wrap__blanks_are_counted(void **state)
{
	cleanup_buf struct buf b;

	(void)state;
	buf_init(&b, 16);
	wrap_blanks(&b, 0);
	assert_string_equal(b.data, "");
	wrap_blanks(&b, 3);
	assert_string_equal(b.data, "   ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wrap__lines_are_broken_between_words),
		cmocka_unit_test(wrap__a_word_that_is_too_long_is_broken),
		cmocka_unit_test(wrap__a_character_is_never_broken),
		cmocka_unit_test(wrap__indentation_counts),
		cmocka_unit_test(wrap__hard_breaks_are_kept),
		cmocka_unit_test(wrap__marks_take_no_column_and_are_nothing_without_colour),
		cmocka_unit_test(wrap__no_line_ends_inside_of_a_style),
		cmocka_unit_test(wrap__blanks_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
