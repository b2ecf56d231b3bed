/* What patterns of submissions.yaml mean. */
#include "judge/package/glob.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static bool fits(const char *pattern, const char *name)
{
	cleanup_arena struct arena memory;
	struct err e = ERR_INIT;
	struct glob g;

	arena_init(&memory, 1 << 20);
	if (glob_parse(pattern, &memory, &g, &e) < 0)
		fail_msg("%s", e.text);
	return glob_fits(&g, name);
}

static void glob__a_star_stays_in_its_folder(void **state)
{
	(void)state;
	assert_true(fits("accepted/*.c", "accepted/a.c"));
	assert_true(fits("accepted/*", "accepted/a"));
	assert_true(fits("*/a*b*c", "x/aZbZbZc"));
	assert_false(fits("accepted/*.c", "accepted/a.cc"));
	assert_false(fits("accepted/*.c", "accepted/dir/a.c"));
	assert_false(fits("a*c", "ab/c"));
}

static void glob__a_folder_fits_what_is_below(void **state)
{
	(void)state;
	assert_true(fits("accepted", "accepted/a.c"));
	assert_true(fits("secret/group*", "secret/group1/easy/01"));
	assert_false(fits("accept", "accepted/a.c"));
	assert_false(fits("accepted/a", "accepted"));
	assert_false(fits("accepted/", "accepted"));
}

static void glob__braces_are_alternatives(void **state)
{
	(void)state;
	assert_true(fits("{simple,complex}.py", "complex.py"));
	assert_true(fits("a{b,c{d,e}}f", "acef"));
	assert_true(fits("a{,b}c", "ac"));
	assert_true(fits("{a,b}{c,d}", "bd"));
	assert_false(fits("a{b,c}", "a"));
	assert_false(fits("a{b,c}", "ab,c"));
}

static void glob__what_is_no_pattern_is_refused(void **state)
{
	static const char *const wrong[] = { "", "a/**/b", "[ab]", "{a,b", "a}", "}{", "{a}}b", "{{a}" };
	cleanup_arena struct arena memory;
	char bomb[250] = "";
	struct err e;
	struct glob g;

	(void)state;
	arena_init(&memory, 1 << 20);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_int_equal(glob_parse(wrong[i], &memory, &g, &e), -EINVAL);
	for (int i = 0; i < 40; i++)
		memcpy(bomb + 5 * i, "{a,b}", 5);
	assert_int_equal(glob_parse(bomb, &memory, &g, &e), -EINVAL);
	assert_non_null(strstr(e.text, "has too many alternatives"));
}

/* A hundred stars are no more work than one. */
static void glob__stars_take_no_time(void **state)
{
	char pattern[GLOB_BYTES_MAX], name[4096];

	(void)state;
	for (size_t i = 0; i + 1 < sizeof(pattern); i += 2)
		memcpy(pattern + i, "*a", 2);
	pattern[sizeof(pattern) - 1] = 0;
	memset(name, 'a', sizeof(name));
	name[sizeof(name) - 2] = 'b';
	name[sizeof(name) - 1] = 0;
	assert_false(fits(pattern, name));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(glob__a_star_stays_in_its_folder),
		cmocka_unit_test(glob__a_folder_fits_what_is_below),
		cmocka_unit_test(glob__braces_are_alternatives),
		cmocka_unit_test(glob__what_is_no_pattern_is_refused),
		cmocka_unit_test(glob__stars_take_no_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
