/* What formula promises: the functions that problems use, exactly, and a clear word for what is none. */
#include "runners/formula.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

static const char *const names[] = { "n", "k", "V", "E" };

static double value(const char *text, const double *sizes)
{
	struct formula f;
	struct err e = ERR_INIT;

	if (formula_parse(text, names, LENGTH(names), &f, &e) < 0)
		fail_msg("%s", e.text);
	return formula_log2(&f, sizes);
}

static void formula__computes_what_limits_say(void **state)
{
	static const double sizes[] = { 1024, 8, 64, 256 };
	static const struct {
		const char *text;
		double value;
	} cases[] = {
		{ "1", 1 },
		{ "n", 1024 },
		{ "log n", 10 },
		{ "sqrt n", 32 },
		{ "n log n", 10240 },
		{ "n log^2 n", 102400 },
		{ "n^1.5", 32768 },
		{ "n^2", 1048576 },
		{ "n^2 log n", 10485760 },
		{ "n^3", 1073741824 },
		{ "V + E", 320 },
		{ "n * k", 8192 },
		{ "n k", 8192 },
		{ "(V + E) log V", 1920 },
		{ "32 n", 32768 },
		{ "32n", 32768 },
		{ "k^V", 0x1p192 },
		{ "log log n", 3.321928094887362 },
		{ "sqrt (V + 36 )", 10 },
		{ "n+k*V+0.5", 1536.5 },
		{ "log (1)", 1 },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		double got = value(cases[i].text, sizes);

		if (fabs(got - log2(cases[i].value)) > 1e-9)
			fail_msg("%s: 2^%g, not %g", cases[i].text, got, cases[i].value);
	}
}

static void formula__does_not_overflow(void **state)
{
	static const double sizes[] = { 0x1p40, 3, 0, 0 };

	(void)state;
	assert_true(value("2^n", sizes) == 0x1p40);
	assert_true(value("2^n + n^3", sizes) == 0x1p40);
	assert_true(value("V", sizes) == 0);
	assert_true(isfinite(value("n^n", sizes)));
}

static void formula__refuses_what_is_none(void **state)
{
	static const char *const texts[] = {
		"",
		"m",
		"n +",
		"+ n",
		"(n",
		"n)",
		"n^",
		"n^^2",
		"log",
		"0",
		"-n",
		"n - k",
		"n / k",
		"1.",
		".5",
		"n^-1",
		"n^(2)",
		"1234567890",
		"O(n)",
		"n log^k n",
		"n;k",
		"*n",
		"((((((((((n))))))))))",
		"log log log log log log log log log log n",
		"n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n",
		"n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n+n",
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(texts); i++) {
		struct formula f = { .n_steps = 7 };
		struct err e = ERR_INIT;

		if (formula_parse(texts[i], names, LENGTH(names), &f, &e) != -EINVAL)
			fail_msg("'%s' is taken", texts[i]);
		assert_int_equal(f.n_steps, 7);
		assert_int_equal(e.code, -EINVAL);
	}
}

static void formula__says_where_it_goes_wrong(void **state)
{
	struct formula f;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(formula_parse("n log m", names, LENGTH(names), &f, &e), -EINVAL);
	assert_string_equal(e.text, "'n log m', byte 7: no size has this name");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(formula__computes_what_limits_say),
		cmocka_unit_test(formula__does_not_overflow),
		cmocka_unit_test(formula__refuses_what_is_none),
		cmocka_unit_test(formula__says_where_it_goes_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
