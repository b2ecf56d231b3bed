/* What language promises: the format's table, by codes and endings. */
#include "runners/language.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void language__is_that_of_the_ending(void **state)
{
	static const struct {
		const char *name;
		enum language language;
	} files[] = {
		{ "a.c", LANGUAGE_C },    { "a.C", LANGUAGE_CPP },      { "x.y.cpp", LANGUAGE_CPP },
		{ "a.cc", LANGUAGE_CPP }, { "a.py", LANGUAGE_PYTHON3 }, { "Main.java", LANGUAGE_OTHER },
	};
	static const char *const none[] = { "README", "a.h", "a.txt", ".c", "c", "a.", "a.cc.orig" };

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		assert_int_equal(language_of_file(files[i].name)->language, files[i].language);
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_null(language_of_file(none[i]));
	assert_string_equal(language_of_file("Main.java")->name, "Java");
}

static void language__has_the_code_of_the_format(void **state)
{
	(void)state;
	for (int i = 0; i < LANGUAGE_COUNT; i++)
		assert_ptr_equal(language_by_code(language_row((enum language)i)->code),
				 language_row((enum language)i));
	assert_null(language_by_code("C"));
	assert_true(language_is_header("a.hpp") && language_is_header("a.h"));
	assert_false(language_is_header(".h") || language_is_header("h") || language_is_header("a.c"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(language__is_that_of_the_ending),
		cmocka_unit_test(language__has_the_code_of_the_format),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
