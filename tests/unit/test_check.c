/* What check promises: the default output validator of the package format, and a first difference that can be shown. */
#include "judge/check.h"
#include "sandbox/base/buf.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct check_options options(const char *arguments)
{
	struct check_options o;
	struct err e = ERR_INIT;

	assert_int_equal(check_parse(arguments, &o, &e), 0);
	return o;
}

static struct check_result compare(const char *arguments, const char *answer, const char *output)
{
	const struct check_options o = options(arguments);
	struct check_result r;

	check_output(&o, answer, strlen(answer), output, strlen(output), &r);
	return r;
}

static enum verdict verdict_of(const char *arguments, const char *answer, const char *output)
{
	return compare(arguments, answer, output).verdict;
}

static void assert_line(const struct check_line *line, const char *text)
{
	assert_non_null(line->text);
	assert_int_equal(line->len, strlen(text));
	assert_memory_equal(line->text, text, line->len);
}

/* ---- arguments -------------------------------------------------------------------------------------------------- */

static void check__arguments_are_those_of_the_format(void **state)
{
	const struct check_options none = options(NULL), all = options(" case_sensitive\tspace_change_sensitive "
								       "float_absolute_tolerance 1e-6 "
								       "float_relative_tolerance .5");

	(void)state;
	assert_false(none.case_sensitive || none.space_change_sensitive || none.has_absolute || none.has_relative);
	assert_true(all.case_sensitive && all.space_change_sensitive && all.has_absolute && all.has_relative);
	assert_true(all.absolute == 1e-6 && all.relative == 0.5);
	assert_true(options("case_sensitive space_change_sensitive case_sensitive").case_sensitive);
	assert_true(options("float_tolerance 0").has_absolute && options("float_tolerance 0").has_relative);
}

static void check__refuses_every_other_argument(void **state)
{
	static const char *const bad[] = {
		"case",
		"CASE_SENSITIVE",
		"float_tolerance",
		"float_tolerance x",
		"float_tolerance -1",
		"float_tolerance inf",
		"float_tolerance nan",
		"float_tolerance 1e999",
		"float_tolerance 0x1p-3",
		"float_tolerance 1e-6 float_tolerance 1e-6",
		"float_tolerance 1e-6 float_absolute_tolerance 1e-6",
		"float_relative_tolerance 1e-6 float_tolerance 1e-6",
		"float_absolute_tolerance 1 float_absolute_tolerance 1",
		"1e-6",
		"case_sensitive,",
		"float_tolerance 1e-6x",
	};
	struct check_options o = { .absolute = 7 };
	struct err e = ERR_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		err_clear(&e);
		assert_int_equal(check_parse(bad[i], &o, &e), -EINVAL);
		assert_int_not_equal(e.text[0], 0);
	}
	assert_true(o.absolute == 7);
}

/* What is over a ceiling must not be taken for its beginning. */
static void check__reads_arguments_whole(void **state)
{
	static const char small[] = "float_tolerance 0.0000000000000000000000000000000000000000000000000000000000001";
	static const char odd[] = "case_sensitive_and_then_far_more_than_any_buffer_for_a_word_could_hold_of_it";
	const struct check_options o = options(small);
	struct check_options unused;
	struct err e = ERR_INIT;

	(void)state;
	assert_true(o.absolute > 0);
	assert_int_equal(check_parse(odd, &unused, &e), -EINVAL);
	assert_true(strlen(e.text) < 130);
}

/* ---- text ------------------------------------------------------------------------------------------------------- */

static void check__white_space_only_parts_tokens(void **state)
{
	(void)state;
	assert_int_equal(verdict_of(NULL, "1 2 3\n", "1 2 3\n"), VERDICT_AC);
	assert_int_equal(verdict_of(NULL, "1 2 3\n", "\f\v\r\n1\t2\n\n3"), VERDICT_AC);
	assert_int_equal(verdict_of(NULL, "", " \n"), VERDICT_AC);
	assert_int_equal(verdict_of(NULL, " ", ""), VERDICT_AC);
	assert_int_equal(verdict_of(NULL, "12 3", "1 23"), VERDICT_WA);
	assert_int_equal(verdict_of(NULL, "1 2", "12"), VERDICT_WA);
	/* A no-break space is two bytes like any others. */
	assert_int_equal(verdict_of(NULL, "1 2",
				    "1\xc2\xa0"
				    "2"),
			 VERDICT_WA);
}

static void check__the_number_of_tokens_counts(void **state)
{
	(void)state;
	assert_int_equal(verdict_of(NULL, "1 2", "1"), VERDICT_WA);
	assert_int_equal(verdict_of(NULL, "1", "1 2"), VERDICT_WA);
	assert_int_equal(verdict_of(NULL, "", "1"), VERDICT_WA);
}

static void check__no_token_at_all_is_no_output(void **state)
{
	const struct check_result r = compare(NULL, "1\n", " \n\t");

	(void)state;
	assert_int_equal(r.verdict, VERDICT_NO);
	assert_int_equal(r.line, 1);
	assert_line(&r.expected, "1");
	assert_null(r.found.text);
	assert_int_equal(verdict_of("space_change_sensitive", "1\n", ""), VERDICT_NO);
	assert_int_equal(verdict_of("float_tolerance 1", "1", ""), VERDICT_NO);
}

static void check__case_of_ascii_letters_counts_only_when_told(void **state)
{
	(void)state;
	assert_int_equal(verdict_of(NULL, "Yes @[", "yEs @["), VERDICT_AC);
	assert_int_equal(verdict_of("case_sensitive", "Yes", "yes"), VERDICT_WA);
	assert_int_equal(verdict_of(NULL, "@", "`"), VERDICT_WA);
	assert_int_equal(verdict_of(NULL, "[", "{"), VERDICT_WA);
	/* Ä and ä differ in a byte that is no ASCII letter. */
	assert_int_equal(verdict_of(NULL, "\xc3\x84", "\xc3\xa4"), VERDICT_WA);
}

static void check__space_changes_count_when_told(void **state)
{
	static const char *const changed[] = { "1 2", "1  2\n", "1\t2\n", " 1 2\n", "1 2\n\n", "1 2 \n", "1 2\r\n" };
	struct check_result r;

	(void)state;
	assert_int_equal(verdict_of("space_change_sensitive", "1 2\n", "1 2\n"), VERDICT_AC);
	assert_int_equal(verdict_of("space_change_sensitive", "A b\n", "a B\n"), VERDICT_AC);
	assert_int_equal(verdict_of("space_change_sensitive", "", ""), VERDICT_AC);
	assert_int_equal(verdict_of("space_change_sensitive", "", "\n"), VERDICT_WA);
	for (size_t i = 0; i < sizeof(changed) / sizeof(*changed); i++) {
		r = compare("space_change_sensitive", "1 2\n", changed[i]);
		assert_int_equal(r.verdict, VERDICT_WA);
		assert_true(r.only_space);
	}
	assert_false(compare("space_change_sensitive", "1 2\n", "1 3\n").only_space);
	r = compare("space_change_sensitive", "1\n2\n3\n", "1\n2 3\n");
	assert_int_equal(r.line, 2);
	assert_line(&r.expected, "2");
	assert_line(&r.found, "2 3");
}

static void check__a_nul_is_a_byte_like_others(void **state)
{
	const struct check_options o = options(NULL);
	struct check_result r;

	(void)state;
	check_output(&o, "a\0b", 3, "a\0b", 3, &r);
	assert_int_equal(r.verdict, VERDICT_AC);
	check_output(&o, "a\0b", 3, "a\0c", 3, &r);
	assert_int_equal(r.verdict, VERDICT_WA);
	check_output(&o, "a", 1, "a\0", 2, &r);
	assert_int_equal(r.verdict, VERDICT_WA);
}

/* The short way for the same bytes, and the walk, to which a blank at the end leads, agree. */
static void check__the_same_bytes_are_right_whatever_they_are(void **state)
{
	static const char *const texts[] = { "",  " \n", "1 2\n", "nan inf -inf", "1e400 1e-400", "\x80\xff \x1b[31m",
					     "1." };
	static const char *const arguments[] = { NULL, "case_sensitive", "space_change_sensitive",
						 "float_tolerance 0" };
	char longer[64];

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		for (size_t k = 0; k < sizeof(arguments) / sizeof(arguments[0]); k++)
			assert_int_equal(verdict_of(arguments[k], texts[i], texts[i]), VERDICT_AC);
		snprintf(longer, sizeof(longer), "%s ", texts[i]);
		assert_int_equal(verdict_of("float_tolerance 0", texts[i], longer), VERDICT_AC);
		assert_int_equal(verdict_of("case_sensitive", texts[i], longer), VERDICT_AC);
	}
}

/* ---- numbers ---------------------------------------------------------------------------------------------------- */

static void check__without_a_tolerance_numbers_are_text(void **state)
{
	(void)state;
	assert_int_equal(verdict_of(NULL, "1.0", "1"), VERDICT_WA);
	assert_int_equal(verdict_of(NULL, "1e3", "1E3"), VERDICT_AC);
}

static void check__tolerances_are_absolute_relative_or_either(void **state)
{
	(void)state;
	assert_int_equal(verdict_of("float_absolute_tolerance 0.5", "100", "100.5"), VERDICT_AC);
	assert_int_equal(verdict_of("float_absolute_tolerance 0.5", "100", "99.5"), VERDICT_AC);
	assert_int_equal(verdict_of("float_absolute_tolerance 0.5", "100", "100.51"), VERDICT_WA);
	assert_int_equal(verdict_of("float_relative_tolerance 0.25", "-100", "-125"), VERDICT_AC);
	assert_int_equal(verdict_of("float_relative_tolerance 0.25", "-100", "-125.1"), VERDICT_WA);
	assert_int_equal(verdict_of("float_relative_tolerance 0.25", "0", "0.0001"), VERDICT_WA);
	assert_int_equal(verdict_of("float_tolerance 0.25", "0", "0.25"), VERDICT_AC);
	assert_int_equal(verdict_of("float_tolerance 0.25", "1000", "1250"), VERDICT_AC);
	assert_int_equal(verdict_of("float_tolerance 0.25", "1000", "1251"), VERDICT_WA);
	assert_int_equal(verdict_of("float_tolerance 0", "1000", "1e3"), VERDICT_AC);
}

static void check__numbers_have_the_grammar_of_the_format(void **state)
{
	static const char *const one[] = { "1", "+1", "1.", "1.0", "01", "1e0", "1E+0", "10e-1", ".1e1", "1.e-0" };
	static const char *const none[] = { "1.0.0", "--1", "1e",  "e1", ".",     "+",   "1e+", "0x1",
					    "inf",   "nan", "1,0", "1f", "1e1.0", "1_0", "+-1", "INFINITY" };

	(void)state;
	for (size_t i = 0; i < sizeof(one) / sizeof(*one); i++) {
		assert_int_equal(verdict_of("float_tolerance 1e-9", "1", one[i]), VERDICT_AC);
		assert_int_equal(verdict_of("float_tolerance 1e-9", one[i], "1"), VERDICT_AC);
	}
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++) {
		assert_int_equal(verdict_of("float_tolerance 1e9", "1", none[i]), VERDICT_WA);
		/* In the answer it is text. */
		assert_int_equal(verdict_of("float_tolerance 1e9", none[i], none[i]), VERDICT_AC);
		assert_int_equal(verdict_of("float_tolerance 1e9", none[i], "1"), VERDICT_WA);
	}
}

static void check__what_no_double_holds_is_no_number(void **state)
{
	(void)state;
	assert_int_equal(verdict_of("float_tolerance 1e-6", "1e400", "1e500"), VERDICT_WA);
	assert_int_equal(verdict_of("float_tolerance 1e-6", "1e400", "1E400"), VERDICT_AC);
	assert_int_equal(verdict_of("float_tolerance 1e-6", "1", "1e99999999999999999999"), VERDICT_WA);
	assert_int_equal(verdict_of("float_tolerance 1e-6", "0", "1e-99999999999999999999"), VERDICT_AC);
	assert_int_equal(verdict_of("float_tolerance 1e-6", "1e308", "-1e308"), VERDICT_WA);
}

static void check__long_numbers_are_read_up_to_their_ceiling(void **state)
{
	cleanup_buf struct buf b;

	(void)state;
	buf_init(&b, 4096);
	assert_int_equal(buf_puts(&b, "0.5"), 0);
	while (b.len < 1024)
		assert_int_equal(buf_putc(&b, '0'), 0);
	assert_int_equal(verdict_of("float_tolerance 1e-9", "0.5", b.data), VERDICT_AC);
	assert_int_equal(buf_putc(&b, '0'), 0);
	assert_int_equal(verdict_of("float_tolerance 1e-9", "0.5", b.data), VERDICT_WA);
	assert_int_equal(verdict_of("float_tolerance 1e-9", b.data, b.data), VERDICT_AC);
}

/* ---- the difference --------------------------------------------------------------------------------------------- */

static void check__names_the_line_of_the_answer(void **state)
{
	struct check_result r = compare(NULL, "1\n2 3\n4\n", "1\n\n2\n5 4\n");

	(void)state;
	assert_int_equal(r.verdict, VERDICT_WA);
	assert_int_equal(r.line, 2);
	assert_line(&r.expected, "2 3");
	assert_line(&r.found, "5 4");
	assert_false(r.expected.cut_before || r.expected.cut_after || r.found.cut_before || r.found.cut_after);
	assert_int_equal(compare(NULL, "1\n", "1\n").line, 0);
}

static void check__an_end_is_a_missing_line(void **state)
{
	struct check_result r = compare(NULL, "1\n2\n3\n", "1\n2\n");

	(void)state;
	assert_int_equal(r.line, 3);
	assert_line(&r.expected, "3");
	assert_null(r.found.text);
	r = compare(NULL, "1\n2\n", "1\n2\n3\n");
	assert_int_equal(r.line, 3);
	assert_null(r.expected.text);
	assert_line(&r.found, "3");
	assert_int_equal(compare(NULL, "1\n2", "1 2 3").line, 3);
	assert_int_equal(compare(NULL, "", "1").line, 1);
}

static void check__long_lines_are_cut_around_the_difference(void **state)
{
	char answer[1001], output[1001];
	struct check_result r;

	(void)state;
	memset(answer, 'a', 1000);
	for (size_t i = 9; i < 1000; i += 10)
		answer[i] = ' ';
	answer[1000] = 0;
	memcpy(output, answer, sizeof(output));
	for (size_t at = 0; at < 1000; at += 10) {
		output[at] = 'b';
		r = compare(NULL, answer, output);
		assert_int_equal(r.verdict, VERDICT_WA);
		assert_int_equal(r.found.len, CHECK_LINE_MAX);
		assert_true(r.found.text <= output + at && output + at < r.found.text + r.found.len);
		assert_int_equal(r.found.cut_before, r.found.text > output);
		assert_int_equal(r.found.cut_after, r.found.text + r.found.len < output + 1000);
		assert_int_equal(r.found.text - output, r.expected.text - answer);
		output[at] = 'a';
	}
}

static void check__cuts_between_characters(void **state)
{
	char answer[602], output[602];
	struct check_result r;

	(void)state;
	/* 200 characters of three bytes, then a token that differs, at every offset to the cut. */
	for (size_t lead = 0; lead < 3; lead++) {
		memset(answer, 'x', lead);
		for (size_t i = 0; i < 199; i++)
			memcpy(answer + lead + 3 * i, "\xe2\x82\xac", 3);
		answer[lead + 597] = 0;
		r = compare(NULL, answer, "y");
		assert_true(r.expected.cut_after);
		assert_in_range(r.expected.len, CHECK_LINE_MAX - 2, CHECK_LINE_MAX);
		assert_int_equal((r.expected.len - lead) % 3, 0);
	}
	/* The same where the line is cut before the difference. */
	for (size_t lead = 0; lead < 3; lead++) {
		memset(answer, 'x', lead);
		for (size_t i = 0; i < 199; i++)
			memcpy(answer + lead + 3 * i, "\xe2\x82\xac", 3);
		memcpy(answer + lead + 591, " b\0", 3);
		memcpy(output, answer, sizeof(output));
		output[lead + 592] = 'c';
		r = compare(NULL, answer, output);
		assert_true(r.expected.cut_before);
		assert_in_range(r.expected.len, CHECK_LINE_MAX - 2, CHECK_LINE_MAX);
		assert_int_equal((unsigned char)r.expected.text[0], 0xe2);
	}
	/* Bytes that are no UTF-8 are cut somewhere, and that is all. */
	memset(answer, 0x80, 600);
	answer[600] = 0;
	r = compare(NULL, answer, "y");
	assert_in_range(r.expected.len, CHECK_LINE_MAX - 3, CHECK_LINE_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(check__arguments_are_those_of_the_format),
		cmocka_unit_test(check__refuses_every_other_argument),
		cmocka_unit_test(check__reads_arguments_whole),
		cmocka_unit_test(check__white_space_only_parts_tokens),
		cmocka_unit_test(check__the_number_of_tokens_counts),
		cmocka_unit_test(check__no_token_at_all_is_no_output),
		cmocka_unit_test(check__case_of_ascii_letters_counts_only_when_told),
		cmocka_unit_test(check__space_changes_count_when_told),
		cmocka_unit_test(check__a_nul_is_a_byte_like_others),
		cmocka_unit_test(check__the_same_bytes_are_right_whatever_they_are),
		cmocka_unit_test(check__without_a_tolerance_numbers_are_text),
		cmocka_unit_test(check__tolerances_are_absolute_relative_or_either),
		cmocka_unit_test(check__numbers_have_the_grammar_of_the_format),
		cmocka_unit_test(check__what_no_double_holds_is_no_number),
		cmocka_unit_test(check__long_numbers_are_read_up_to_their_ceiling),
		cmocka_unit_test(check__names_the_line_of_the_answer),
		cmocka_unit_test(check__an_end_is_a_missing_line),
		cmocka_unit_test(check__long_lines_are_cut_around_the_difference),
		cmocka_unit_test(check__cuts_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
