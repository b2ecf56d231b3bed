/* What parse promises: whole strings only, no wrap-around, exact bounds, and outputs untouched on failure. */
#include "sandbox/base/parse.h"

#include <errno.h>
#include <float.h>
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define UNTOUCHED 424242

static void expect_u64(const char *s, uint64_t min, uint64_t max, int code, uint64_t expected)
{
	struct err e = ERR_INIT;
	uint64_t v = UNTOUCHED;

	assert_int_equal(parse_u64(s, min, max, &v, &e), code);
	assert_int_equal(v, code ? UNTOUCHED : expected);
	assert_int_equal(e.code, code);
}

static void parse__u64_takes_digits_only(void **state)
{
	static const char *const bad[] = { "",    " 1",  "1 ",   "+1", "-1", "-0",    "0x10", "1e3", "1.",
					   "1_0", "abc", "1\n2", "１", "--", "1,000", "1:",   ":",   "/1" };

	(void)state;
	expect_u64("0", 0, 10, 0, 0);
	expect_u64("007", 0, 10, 0, 7);
	expect_u64("18446744073709551615", 0, UINT64_MAX, 0, UINT64_MAX);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		expect_u64(bad[i], 0, UINT64_MAX, -EINVAL, 0);
}

static void parse__u64_keeps_its_bounds(void **state)
{
	(void)state;
	expect_u64("5", 5, 5, 0, 5);
	expect_u64("4", 5, 5, -ERANGE, 0);
	expect_u64("6", 5, 5, -ERANGE, 0);
	expect_u64("18446744073709551616", 0, UINT64_MAX, -ERANGE, 0);
	expect_u64("99999999999999999999999999", 0, UINT64_MAX, -ERANGE, 0);
	expect_u64("00000000000000000000000000000007", 0, 10, 0, 7);
}

static void parse__the_error_quotes_the_input_and_says_what_is_right(void **state)
{
	struct err e = ERR_INIT;
	uint64_t v;

	(void)state;
	assert_int_equal(parse_u64("ten", 1, 64, &v, &e), -EINVAL);
	assert_string_equal(e.text, "'ten' is not a whole number from 1 to 64");
	assert_int_equal(parse_u64("65", 1, 64, &v, &e), -ERANGE);
	assert_string_equal(e.text, "'65' is not from 1 to 64");
	assert_int_equal(parse_bytes("4 MB", 100, &v, &e), -EINVAL);
	assert_string_equal(e.text, "'4 MB' is not a size; write it like 4096, 64K, 256M or 1GiB");
	assert_int_equal(parse_duration_us("11s", 10000000, &v, &e), -ERANGE);
	assert_string_equal(e.text, "'11s' is longer than 10 s");
}

static void parse__a_long_input_is_quoted_in_part_and_at_a_whole_character(void **state)
{
	/* 59 letters, then a character of three bytes that goes over the 60th. */
	static const char input[] = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx€€€";
	struct err e = ERR_INIT;
	uint64_t v;

	(void)state;
	assert_int_equal(parse_u64(input, 0, 9, &v, &e), -EINVAL);
	assert_string_equal(e.text, "'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…'"
				    " is not a whole number from 0 to 9");
}

static void expect_i64(const char *s, int64_t min, int64_t max, int code, int64_t expected)
{
	struct err e = ERR_INIT;
	int64_t v = UNTOUCHED;

	assert_int_equal(parse_i64(s, min, max, &v, &e), code);
	assert_int_equal(v, code ? UNTOUCHED : expected);
}

static void parse__i64_takes_a_minus_and_the_ends_of_the_range(void **state)
{
	(void)state;
	expect_i64("-9223372036854775808", INT64_MIN, INT64_MAX, 0, INT64_MIN);
	expect_i64("9223372036854775807", INT64_MIN, INT64_MAX, 0, INT64_MAX);
	expect_i64("-0", -1, 1, 0, 0);
	expect_i64("-9223372036854775809", INT64_MIN, INT64_MAX, -ERANGE, 0);
	expect_i64("9223372036854775808", INT64_MIN, INT64_MAX, -ERANGE, 0);
	expect_i64("-18446744073709551615", INT64_MIN, INT64_MAX, -ERANGE, 0);
	expect_i64("-18446744073709551617", INT64_MIN, INT64_MAX, -ERANGE, 0);
	expect_i64("-6", -5, 5, -ERANGE, 0);
	expect_i64("6", -5, 5, -ERANGE, 0);
	expect_i64("-", -5, 5, -EINVAL, 0);
	expect_i64("--1", -5, 5, -EINVAL, 0);
	expect_i64("+1", -5, 5, -EINVAL, 0);
	expect_i64("", -5, 5, -EINVAL, 0);
}

static void expect_double(const char *s, double min, double max, int code, double expected)
{
	struct err e = ERR_INIT;
	double v = UNTOUCHED;

	assert_int_equal(parse_double(s, min, max, &v, &e), code);
	assert_true(v == (code ? UNTOUCHED : expected));
}

static void parse__double_takes_finite_decimals_only(void **state)
{
	static const char *const bad[] = { "",    " 1",   "1 ",  "+1",  ".5", "1.",  "1e",   "1e+",  "0x1p3",
					   "inf", "-inf", "nan", "INF", "-",  "1,5", "1.5f", "1..2", "1e1.5" };

	(void)state;
	expect_double("0", 0, 1, 0, 0);
	expect_double("0.1", 0, 1, 0, 0.1);
	expect_double("-2.5e-3", -1, 1, 0, -0.0025);
	expect_double("1E+2", 0, 100, 0, 100);
	expect_double("1e-9", 0, 1, 0, 1e-9);
	expect_double("1e-999", 0, 1, 0, 0);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		expect_double(bad[i], -DBL_MAX, DBL_MAX, -EINVAL, 0);
}

static void parse__double_keeps_its_bounds_and_stays_finite(void **state)
{
	(void)state;
	expect_double("1.0000001", 0, 1, -ERANGE, 0);
	expect_double("-0.1", 0, 1, -ERANGE, 0);
	expect_double("1e999", -DBL_MAX, DBL_MAX, -ERANGE, 0);
	expect_double("-1e999", -DBL_MAX, DBL_MAX, -ERANGE, 0);
	expect_double("1e999", -INFINITY, INFINITY, -ERANGE, 0);
	expect_double("1.7976931348623157e308", -DBL_MAX, DBL_MAX, 0, DBL_MAX);
}

static void parse__double_has_a_point_in_any_locale(void **state)
{
	static const char *const with_comma[] = { "de_DE.UTF-8", "fr_FR.UTF-8", "nl_NL.UTF-8", "de_DE" };
	const char *found = NULL;

	(void)state;
	for (size_t i = 0; !found && i < sizeof(with_comma) / sizeof(*with_comma); i++)
		found = setlocale(LC_NUMERIC, with_comma[i]);
	if (!found)
		skip();
	expect_double("1.5", 0, 2, 0, 1.5);
	expect_double("1,5", 0, 2, -EINVAL, 0);
	setlocale(LC_NUMERIC, "C");
}

static void expect_bytes(const char *s, uint64_t max, int code, uint64_t expected)
{
	struct err e = ERR_INIT;
	uint64_t v = UNTOUCHED;

	assert_int_equal(parse_bytes(s, max, &v, &e), code);
	assert_int_equal(v, code ? UNTOUCHED : expected);
}

static void parse__bytes_knows_powers_of_1024(void **state)
{
	static const char *const bad[] = { "",     "K",   "1k",  "1KB",   "1MB", "1B",
					   "1.5M", "-1K", "1 K", "1KiB ", "1Ki", "1KK" };

	(void)state;
	expect_bytes("0", 0, 0, 0);
	expect_bytes("4096", 1 << 20, 0, 4096);
	expect_bytes("64K", 1 << 20, 0, 65536);
	expect_bytes("64KiB", 1 << 20, 0, 65536);
	expect_bytes("256M", UINT64_MAX, 0, UINT64_C(268435456));
	expect_bytes("256MiB", UINT64_MAX, 0, UINT64_C(268435456));
	expect_bytes("1G", UINT64_MAX, 0, UINT64_C(1) << 30);
	expect_bytes("1GiB", UINT64_MAX, 0, UINT64_C(1) << 30);
	expect_bytes("2TiB", UINT64_MAX, 0, UINT64_C(1) << 41);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		expect_bytes(bad[i], UINT64_MAX, -EINVAL, 0);
}

static void parse__bytes_keeps_its_bound_and_does_not_wrap(void **state)
{
	(void)state;
	expect_bytes("1M", 1 << 20, 0, 1 << 20);
	expect_bytes("1M", (1 << 20) - 1, -ERANGE, 0);
	expect_bytes("1048577", 1 << 20, -ERANGE, 0);
	expect_bytes("18446744073709551615G", UINT64_MAX, -ERANGE, 0);
	expect_bytes("17179869184G", UINT64_MAX, -ERANGE, 0);
	expect_bytes("17179869183G", UINT64_MAX, 0, UINT64_C(17179869183) << 30);
	expect_bytes("99999999999999999999", UINT64_MAX, -ERANGE, 0);
}

static void expect_us(const char *s, uint64_t max, int code, uint64_t expected)
{
	struct err e = ERR_INIT;
	uint64_t v = UNTOUCHED;

	assert_int_equal(parse_duration_us(s, max, &v, &e), code);
	assert_int_equal(v, code ? UNTOUCHED : expected);
}

static void parse__durations_are_exact(void **state)
{
	(void)state;
	expect_us("2s", UINT64_MAX, 0, 2000000);
	expect_us("2", UINT64_MAX, 0, 2000000);
	expect_us("1.5s", UINT64_MAX, 0, 1500000);
	expect_us("0.000001", UINT64_MAX, 0, 1);
	expect_us("0.100000s", UINT64_MAX, 0, 100000);
	expect_us("300ms", UINT64_MAX, 0, 300000);
	expect_us("0.125ms", UINT64_MAX, 0, 125);
	expect_us("80us", UINT64_MAX, 0, 80);
	expect_us("0s", UINT64_MAX, 0, 0);
}

static void parse__durations_in_other_shapes_are_refused(void **state)
{
	static const char *const bad[] = { "",   "s",        ".5s",       "1.s",  "1.",    "-1s",  "1.5us", "1 s",
					   "1m", "1.2345ms", "0.0000001", "1sec", "1.5.5", "1ms ", "+1s",   "1e3ms" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		expect_us(bad[i], UINT64_MAX, -EINVAL, 0);
}

static void parse__durations_keep_their_bound_and_do_not_wrap(void **state)
{
	(void)state;
	expect_us("10s", 10000000, 0, 10000000);
	expect_us("10.000001s", 10000000, -ERANGE, 0);
	expect_us("18446744073710s", UINT64_MAX, -ERANGE, 0);
	expect_us("18446744073709.551615s", UINT64_MAX, 0, UINT64_MAX);
	expect_us("18446744073709.551616s", UINT64_MAX, -ERANGE, 0);
	expect_us("99999999999999999999us", UINT64_MAX, -ERANGE, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parse__u64_takes_digits_only),
		cmocka_unit_test(parse__u64_keeps_its_bounds),
		cmocka_unit_test(parse__the_error_quotes_the_input_and_says_what_is_right),
		cmocka_unit_test(parse__a_long_input_is_quoted_in_part_and_at_a_whole_character),
		cmocka_unit_test(parse__i64_takes_a_minus_and_the_ends_of_the_range),
		cmocka_unit_test(parse__double_takes_finite_decimals_only),
		cmocka_unit_test(parse__double_keeps_its_bounds_and_stays_finite),
		cmocka_unit_test(parse__double_has_a_point_in_any_locale),
		cmocka_unit_test(parse__bytes_knows_powers_of_1024),
		cmocka_unit_test(parse__bytes_keeps_its_bound_and_does_not_wrap),
		cmocka_unit_test(parse__durations_are_exact),
		cmocka_unit_test(parse__durations_in_other_shapes_are_refused),
		cmocka_unit_test(parse__durations_keep_their_bound_and_do_not_wrap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
