/* What verdict promises: one table, no value that leads past it, and the five words that older tools know. */
#include "judge/verdict.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void verdict__ids_are_those_of_clics(void **state)
{
	(void)state;
	assert_string_equal(verdict_id(VERDICT_AC), "AC");
	assert_string_equal(verdict_id(VERDICT_WTL), "WTL");
	assert_string_equal(verdict_id(VERDICT_CTL), "CTL");
	assert_string_equal(verdict_words(VERDICT_NO), "no output");
	assert_int_equal(VERDICT_COUNT, 13);
}

static void verdict__every_id_is_parsed_back(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	for (int v = VERDICT_NONE + 1; v < VERDICT_COUNT; v++) {
		enum verdict back = VERDICT_NONE;

		assert_int_equal(verdict_parse(verdict_id((enum verdict)v), &back, &e), 0);
		assert_int_equal(back, v);
	}
}

static void verdict__anything_else_is_no_verdict(void **state)
{
	static const char *const bad[] = { "", "-", "ac", "AC ", "ACC", "A", "accepted", "NONE", "RTE/SIGSEGV" };
	enum verdict v = VERDICT_TLE;
	struct err e = ERR_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(verdict_parse(bad[i], &v, &e), -EINVAL);
	assert_int_equal(v, VERDICT_TLE);
	assert_non_null(strstr(e.text, " AC WA NO OLE TLE WTL MLE RTE SV CE CTL JE"));
}

static void verdict__the_big_five_are_their_own_fallback(void **state)
{
	static const enum verdict five[] = { VERDICT_AC, VERDICT_WA, VERDICT_TLE, VERDICT_RTE, VERDICT_CE };

	(void)state;
	for (size_t i = 0; i < sizeof(five) / sizeof(*five); i++)
		assert_int_equal(verdict_big5(five[i]), five[i]);
	assert_int_equal(verdict_big5(VERDICT_NO), VERDICT_WA);
	assert_int_equal(verdict_big5(VERDICT_OLE), VERDICT_WA);
	assert_int_equal(verdict_big5(VERDICT_WTL), VERDICT_TLE);
	assert_int_equal(verdict_big5(VERDICT_MLE), VERDICT_RTE);
	assert_int_equal(verdict_big5(VERDICT_SV), VERDICT_RTE);
	assert_int_equal(verdict_big5(VERDICT_CTL), VERDICT_CE);
	assert_int_equal(verdict_big5(VERDICT_JE), VERDICT_JE);
	assert_int_equal(verdict_big5(VERDICT_NONE), VERDICT_NONE);
}

static void verdict__a_value_out_of_the_table_reads_as_none(void **state)
{
	(void)state;
	assert_string_equal(verdict_id(VERDICT_NONE), "-");
	assert_string_equal(verdict_id(VERDICT_COUNT), "-");
	assert_string_equal(verdict_id((enum verdict)1000), "-");
	assert_string_equal(verdict_words((enum verdict)1000), "not judged");
	assert_int_equal(verdict_big5((enum verdict)1000), VERDICT_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verdict__ids_are_those_of_clics),
		cmocka_unit_test(verdict__every_id_is_parsed_back),
		cmocka_unit_test(verdict__anything_else_is_no_verdict),
		cmocka_unit_test(verdict__the_big_five_are_their_own_fallback),
		cmocka_unit_test(verdict__a_value_out_of_the_table_reads_as_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
