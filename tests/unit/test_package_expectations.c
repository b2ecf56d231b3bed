/* What package_expectations promises: folders, submissions.yaml and marks become rows that say where they come from. */
#include "judge/package/package.h"
#include "tests/support/package_fixture.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define YAML "submissions/submissions.yaml"
#define AC   VERDICT_BIT(VERDICT_AC)
#define WA   VERDICT_BIT(VERDICT_WA)
#define TLE  VERDICT_BIT(VERDICT_TLE)
#define RTE  VERDICT_BIT(VERDICT_RTE)

static const struct problem_reference *find(const struct problem *p, const char *file)
{
	for (size_t i = 0; i < p->n_references; i++)
		if (strcmp(p->references[i].file, file) == 0)
			return &p->references[i];
	fail_msg("no reference %s", file);
	return NULL;
}

static void expectations__folders_mean_what_their_version_says(void **state)
{
	static const struct {
		const char *file;
		uint32_t permitted, required;
		enum verdict gist;
	} rows[] = {
		{ "accepted/good.c", AC, 0, VERDICT_AC },
		{ "rejected/bad.c", 0, WA | TLE | RTE, VERDICT_NONE },
		{ "wrong_answer/a.c", AC | WA, WA, VERDICT_WA },
		{ "time_limit_exceeded/a.c", AC | TLE, TLE, VERDICT_TLE },
		{ "run_time_error/a.c", AC | RTE, RTE, VERDICT_RTE },
		{ "brute_force/a.c", AC | TLE | RTE, TLE | RTE, VERDICT_NONE },
	};
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;

	place_put(place, "submissions/wrong_answer/a.c", "");
	place_put(place, "submissions/time_limit_exceeded/a.c", "");
	place_put(place, "submissions/run_time_error/a.c", "");
	place_put(place, "submissions/brute_force/a.c", "");
	p = place_load(place);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct problem_reference *r = find(p, rows[i].file);

		assert_int_equal(r->n_expectations, 1);
		assert_int_equal(r->expectations->permitted, rows[i].permitted);
		assert_int_equal(r->expectations->required, rows[i].required);
		assert_int_equal(r->expected.verdict, rows[i].gist);
	}
	assert_string_equal(find(p, "accepted/good.c")->expectations->from, "submissions/accepted/");
	assert_int_equal(find(p, "brute_force/a.c")->expectations->time, TIME_BOUND_NONE);
}

static void expectations__legacy_folders_mean_something_else(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;
	const struct problem_reference *r;

	place_put(place, "submissions/run_time_error/a.c", "/* @EXPECTED_RESULTS@: CORRECT */\n");
	place_put(place, "submissions/partially_accepted/a.c", "");
	p = place_load(place);
	assert_int_equal(find(p, "time_limit_exceeded/slow.c")->expectations->permitted, AC | WA | TLE);
	/* Where the folder is the format's, marks do not count. */
	r = find(p, "run_time_error/a.c");
	assert_int_equal(r->n_expectations, 1);
	assert_int_equal(r->expectations->permitted, 0);
	assert_int_equal(r->expectations->required, RTE);
	r = find(p, "partially_accepted/a.c");
	assert_true(r->expectations->below_best);
	assert_int_equal(r->expectations->overall, AC);
}

static void expectations__marks_in_sources_count_elsewhere(void **state)
{
	static const struct {
		const char *text, *error;
	} damages[] = {
		{ "\n# @EXPECTED_RESULTS@: SLOW\n",
		  "submissions/mixed/both.c:2: 'SLOW' is no result that could be expected" },
		{ "@EXPECTED_RESULTS@:\n", "submissions/mixed/both.c:1: '' is no result that could be expected" },
		{ "@EXPECTED_RESULTS@: CORRECT,\n",
		  "submissions/mixed/both.c:1: '' is no result that could be expected" },
		{ "@EXPECTED_RESULTS@: CORRECT\n@Expected_Results@: CORRECT\n",
		  "submissions/mixed/both.c: a second mark of what to expect" },
	};
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;
	const struct problem_expectation *x;

	place_put(place, "submissions/mixed/both.c", "// @Expected_Results@:  TIMELIMIT, run_time_error\r\n");
	p = place_load(place);
	x = find(p, "mixed/both.c")->expectations;
	assert_string_equal(x->from, "submissions/mixed/both.c:1");
	assert_int_equal(x->overall,
			 TLE | VERDICT_BIT(VERDICT_WTL) | RTE | VERDICT_BIT(VERDICT_MLE) | VERDICT_BIT(VERDICT_SV));
	assert_int_equal(x->permitted | x->required, 0);
	for (size_t i = 0; i < sizeof(damages) / sizeof(*damages); i++) {
		place_put(place, "submissions/mixed/both.c", damages[i].text);
		assert_damaged(place, damages[i].error);
	}
}

static void expectations__submissions_yaml_adds_and_replaces(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;
	const struct problem_reference *r;

	place_put(place, YAML,
		  "accepted: {use_for_time_limit: lower}\n"
		  "rejected:\n"
		  "  permitted: [AC, WA]\n"
		  "rejected/b*.{c,py}:\n"
		  "  authors: Somebody\n"
		  "  message: off by one\n"
		  "  secret/group2:\n"
		  "    permitted: [AC]\n"
		  "  secret/group10/*:\n"
		  "    required: [WA]\n"
		  "mixed/*:\n"
		  "  language: c\n"
		  "  entrypoint: odd.c\n"
		  "  permitted: [TLE]\n");
	p = place_load(place);
	r = find(p, "accepted/good.c");
	assert_int_equal(r->n_expectations, 1);
	assert_int_equal(r->expectations[0].permitted, AC);
	assert_int_equal(r->expectations[0].time, TIME_BOUND_LOWER);
	r = find(p, "rejected/bad.c");
	assert_int_equal(r->n_expectations, 4);
	assert_int_equal(r->expectations[0].permitted, AC | WA);
	assert_int_equal(r->expectations[0].required, WA | TLE | RTE);
	assert_int_equal(r->expectations[1].permitted, AC);
	assert_true(glob_fits(r->expectations[1].tests, "secret/group2/01"));
	assert_string_equal(r->expectations[1].from, YAML ":7: secret/group2");
	assert_int_equal(r->expectations[2].required, WA);
	assert_string_equal(r->expectations[3].message, "off by one");
	r = find(p, "mixed/odd.c");
	assert_int_equal(r->language, LANGUAGE_C);
	assert_string_equal(r->entrypoint, "odd.c");
	assert_int_equal(r->expectations[0].permitted, TLE);
}

static void expectations__what_fits_nothing_or_is_unknown_is_noted(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;

	place_put(place, YAML,
		  "accepted/*.rs: {permitted: [AC]}\n"
		  "rejected:\n"
		  "  secret/group3: {permitted: [AC], requird: [AC]}\n"
		  "  autors: Me\n");
	p = place_load(place);
	assert_true(has_note(p, YAML ":1: accepted/*.rs: fits no submission"));
	assert_true(has_note(p, YAML ":3: secret/group3: fits no test"));
	assert_true(has_note(p, YAML ":3: rejected.secret/group3.requird: unknown key; did you mean 'required'?"));
	assert_true(has_note(p, YAML ":4: rejected.autors: unknown key; did you mean 'authors'?"));
}

static void expectations__damage_is_named(void **state)
{
	static const struct {
		const char *text, *error;
	} damages[] = {
		{ "[]\n", YAML ":1: is no map" },
		{ "accepted: AC\n", YAML ":1: accepted: is text, not a map" },
		{ "accepted: {permitted: AC}\n", YAML ":1: accepted.permitted: is text, not a list" },
		{ "accepted: {permitted: []}\n", YAML ":1: accepted.permitted: is empty" },
		{ "accepted: {permitted: [OK]}\n",
		  YAML ":1: accepted.permitted[0]: 'OK' is none of: AC, WA, TLE, RTE" },
		{ "accepted: {required: [[AC]]}\n",
		  YAML ":1: accepted.required[0]: 'a list or a map' is none of: AC, WA, TLE, RTE" },
		{ "accepted: {score: 5}\n", YAML ":1: accepted.score: is for scoring problems only" },
		{ "accepted: {use_for_time_limit: maybe}\n",
		  YAML ":1: accepted.use_for_time_limit: is none of: true, false, lower, upper" },
		{ "acc[ab]: {}\n", YAML ":1: acc[ab]: 'acc[ab]' has '[', which the format does not know" },
		{ "a/**: {}\n", YAML ":1: a/**: 'a/**' has '**', which the format does not know" },
		{ "accepted: {language: klingon}\n", YAML ": 'klingon' is no language of the format" },
		{ "accepted/*: {permitted: [WA]}\n",
		  YAML ":1: accepted/*: of 'accepted/good.c' in test sample/hello, this permits nothing that "
		       "others permit" },
		{ "accepted/*: {required: [WA]}\n",
		  YAML ":1: accepted/*: of 'accepted/good.c', what this requires is permitted in no test" },
	};
	const struct place *place = *state;

	for (size_t i = 0; i < sizeof(damages) / sizeof(*damages); i++) {
		place_put(place, YAML, damages[i].text);
		assert_damaged(place, damages[i].error);
	}
}

int main(void)
{
#define THEIRS(name) cmocka_unit_test_setup_teardown(name, place_make_theirs, place_remove)
#define LEGACY(name) cmocka_unit_test_setup_teardown(name, place_make_legacy, place_remove)
	const struct CMUnitTest tests[] = {
		THEIRS(expectations__folders_mean_what_their_version_says),
		LEGACY(expectations__legacy_folders_mean_something_else),
		LEGACY(expectations__marks_in_sources_count_elsewhere),
		THEIRS(expectations__submissions_yaml_adds_and_replaces),
		THEIRS(expectations__what_fits_nothing_or_is_unknown_is_noted),
		THEIRS(expectations__damage_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
