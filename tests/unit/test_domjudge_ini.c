/* What domjudge_ini promises: a name and a limit where there is none, and no two limits. */
#include "judge/package/package.h"
#include "tests/support/package_fixture.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define INI "domjudge-problem.ini"

static void domjudge_ini__gives_what_problem_yaml_does_not(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;

	place_put(place, INI,
		  "; made by hand\n[problem]\nname = 'A name; of\nmine'\r\n\ntimelimit=1.5 ; seconds\n"
		  "points=\nshort-name = A\nfoo = bar\n");
	assert_damaged(place, INI ":3: name: has control characters");
	place_put(place, INI, "name = 'A name; of mine'\r\ntimelimit=1.5 ; seconds\ncolor = \"#ff0000\"\nfoo = bar\n");
	p = place_load(place);
	assert_string_equal(p->name, "A name; of mine");
	assert_true(p->has_time_limit);
	assert_int_equal(p->limits.box.cpu_us, 1500000);
	assert_int_equal(p->limits.box.wall_us, 4000000);
	assert_true(p->ac_to_time_limit == 2);
	assert_true(has_note(p, INI ":4: foo: unknown key"));
}

static void domjudge_ini__a_package_may_have_no_other_metadata(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;

	place_take(place, "problem.yaml");
	place_take(place, "problem_statement");
	place_put(place, "problem.pdf", "%PDF");
	place_put(place, INI, "timelimit = 3\n");
	p = place_load(place);
	assert_int_equal(p->format, PROBLEM_LEGACY);
	assert_string_equal(p->name, "two_sum");
	assert_non_null(strstr(p->statement, "`problem.pdf`"));
}

static void domjudge_ini__a_file_of_seconds_is_a_limit(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;

	place_put(place, ".timelimit", " 4\n");
	p = place_load(place);
	assert_int_equal(p->limits.box.cpu_us, 4000000);
	place_put(place, INI, "timelimit = 3\n");
	assert_damaged(place, ".timelimit:1: time limit: 4 s, but 3 s elsewhere in the package");
	place_put(place, ".timelimit", "4 s\n");
	assert_damaged(place, ".timelimit:1: time limit: '4 s' is no number of seconds from 0.01 to 3600");
}

static void domjudge_ini__damage_is_named(void **state)
{
	static const struct {
		const char *text, *error;
	} damages[] = {
		{ "name\n", INI ":1: has no '='" },
		{ "\nname = 'x\n", INI ":2: a quote without its end" },
		{ "timelimit = fast\n", INI ":1: timelimit: 'fast' is no number of seconds from 0.01 to 3600" },
		{ "timelimit = 1e9\n", INI ":1: timelimit: '1e9' is no number of seconds from 0.01 to 3600" },
		{ "special_compare = boolfind_cmp\n", INI
		  ":1: special_compare: 'boolfind_cmp' is a script of DOMjudge's own, which no package brings along" },
		{ "special_compare_args = case_sensitive\n",
		  INI ":1: special_compare_args: 'case_sensitive', but 'float_tolerance 1e-6' in problem.yaml" },
		{ "name = \xff\n", INI ":1: is not valid UTF-8" },
	};
	const struct place *place = *state;

	for (size_t i = 0; i < sizeof(damages) / sizeof(*damages); i++) {
		place_put(place, INI, damages[i].text);
		assert_damaged(place, damages[i].error);
	}
}

int main(void)
{
#define LEGACY(name) cmocka_unit_test_setup_teardown(name, place_make_legacy, place_remove)
	const struct CMUnitTest tests[] = {
		LEGACY(domjudge_ini__gives_what_problem_yaml_does_not),
		LEGACY(domjudge_ini__a_package_may_have_no_other_metadata),
		LEGACY(domjudge_ini__a_file_of_seconds_is_a_limit),
		LEGACY(domjudge_ini__damage_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
