/* What package_includes promises: for each language what its folder and include/default/ hold, the former first. */
#include "judge/package/package.h"
#include "tests/support/package_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct source *find(const struct problem *p, enum language language, const char *name)
{
	for (size_t i = 0; i < p->n_includes[language]; i++)
		if (!strcmp(p->includes[language][i].name, name))
			return &p->includes[language][i];
	return NULL;
}

static void includes__of_a_language_win_over_those_of_all(void **state)
{
	cleanup_problem struct problem *p = place_load(*state);

	assert_int_equal(p->n_headers, 0);
	assert_int_equal(p->n_includes[LANGUAGE_C], 2);
	assert_string_equal(find(p, LANGUAGE_C, "helper.h")->text, "int c;\n");
	assert_string_equal(find(p, LANGUAGE_C, "more.h")->text, "int more;\n");
	assert_int_equal(p->n_includes[LANGUAGE_CPP], 2);
	assert_string_equal(find(p, LANGUAGE_CPP, "helper.h")->text, "int other;\n");
	assert_int_equal(p->n_includes[LANGUAGE_PYTHON3], 0);
	assert_true(p->languages & 1u << LANGUAGE_PYTHON3);
}

static void includes__are_the_sources_of_a_language_and_its_headers(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;

	place_put(place, "include/default/grader.c", "int grader;\n");
	place_put(place, "include/default/grader.cpp", "int grader;\n");
	place_put(place, "include/default/grader.py", "grader = 1\n");
	place_put(place, "include/default/Grader.java", "class Grader {}\n");
	place_put(place, "include/cpp/grader.hpp", "\n");
	place_put(place, "include/python3/__main__.py", "import grader\n");
	p = place_load(place);
	assert_int_equal(p->n_includes[LANGUAGE_C], 3);
	assert_non_null(find(p, LANGUAGE_C, "grader.c"));
	assert_int_equal(p->n_includes[LANGUAGE_CPP], 4);
	assert_non_null(find(p, LANGUAGE_CPP, "grader.cpp"));
	assert_non_null(find(p, LANGUAGE_CPP, "grader.hpp"));
	assert_int_equal(p->n_includes[LANGUAGE_PYTHON3], 2);
	assert_non_null(find(p, LANGUAGE_PYTHON3, "__main__.py"));
	assert_non_null(find(p, LANGUAGE_PYTHON3, "grader.py"));
}

static void includes__that_are_no_sources_are_noted(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;

	place_put(place, "include/default/data.txt", "1\n");
	place_put(place, "include/python3/inner/module.py", "\n");
	place_put(place, "include/default/Grader.java", "class Grader {}\n");
	p = place_load(place);
	assert_true(has_note(p, "include/default/data.txt: is no source, and not there when a submission runs"));
	assert_true(has_note(p, "include/python3/inner/module.py: is no source, and not there when a submission runs"));
	assert_false(has_note(p, "include/default/Grader.java: is no source, and not there when a submission runs"));
	assert_int_equal(p->n_includes[LANGUAGE_PYTHON3], 0);
}

static void includes__are_not_too_many(void **state)
{
	const struct place *place = *state;
	char name[64];

	for (unsigned i = 0; i < SOURCE_FILES_MAX; i++) {
		snprintf(name, sizeof(name), "include/c/%u.h", i);
		place_put(place, name, "");
	}
	assert_damaged(place, "include/: more than 64 files for submissions in C");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(includes__of_a_language_win_over_those_of_all, place_make_theirs,
						place_remove),
		cmocka_unit_test_setup_teardown(includes__are_the_sources_of_a_language_and_its_headers,
						place_make_theirs, place_remove),
		cmocka_unit_test_setup_teardown(includes__that_are_no_sources_are_noted, place_make_theirs,
						place_remove),
		cmocka_unit_test_setup_teardown(includes__are_not_too_many, place_make_theirs, place_remove),
	};

	return cmocka_run_group_tests_name("package_includes", tests, NULL, NULL);
}
