/* What problem_legacy promises: the older version of the format becomes the same problem. */
#include "judge/package/package.h"
#include "tests/support/package_fixture.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void problem_legacy__loads_with_its_own_names(void **state)
{
	cleanup_problem struct problem *p = place_load(*state);

	assert_int_equal(p->format, PROBLEM_LEGACY);
	assert_string_equal(p->name, "A {nested} name");
	assert_non_null(strstr(p->statement, "`problem_statement/problem.en.tex`"));
	assert_string_equal(p->validator_args, "float_tolerance 1e-6");
	assert_int_equal(p->limits.memory_bytes, 64u << 20);
	assert_true(p->ac_to_time_limit == 4 && p->time_limit_to_tle == 2);
	assert_false(p->has_time_limit);
	assert_int_equal(p->n_topics, 2);
	assert_string_equal(p->topics[1], "graphs");
	assert_int_equal(p->n_validators, 1);
	assert_string_equal(p->validators[0].name, "check.c");
	assert_int_equal(p->n_output_validators, 0);
	assert_int_equal(p->n_notes, 0);
}

static void problem_legacy__folders_are_groups(void **state)
{
	static const char *const names[] = { "sample", "group1", "group1/easy", "secret" };
	cleanup_problem struct problem *p = place_load(*state);
	const struct problem_test *t;

	assert_int_equal(p->n_groups, 4);
	for (size_t i = 0; i < 4; i++)
		assert_string_equal(p->groups[i].name, names[i]);
	t = find_test(p, "secret", "01");
	assert_string_equal(t->reason, "the smallest");
	assert_string_equal(t->input_args, "big");
	assert_null(t->validator_args);
	t = find_test(p, "group1/easy", "a");
	assert_string_equal(t->validator_args, "float_tolerance 1e-6 case_sensitive");
	assert_string_equal(t->input_args, "big");
	assert_null(find_test(p, "sample", "1")->input_args);
}

static void problem_legacy__a_plain_name_comes_before_one_in_latex(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;

	place_put(place, "problem_statement/problem.en.tex", "\\problemname{$x^2$}\n%% plainproblemname: x squared\n");
	p = place_load(place);
	assert_string_equal(p->name, "x squared");
}

static void problem_legacy__damage_is_named(void **state)
{
	static const struct {
		const char *text, *error;
	} damages[] = {
		{ "problem_format_version: legacy\ntype: hard\n",
		  "problem.yaml:2: type: 'hard' is no type of problem" },
		{ "validation: compare\n",
		  "problem.yaml:1: validation: 'compare' begins with neither 'default' nor 'custom'" },
		{ "validation: default score\n", "problem.yaml:1: validation: nothing stands behind 'default'" },
		{ "validation: custom fast\n",
		  "problem.yaml:1: validation: 'fast' is none of: score, interactive, multi-pass" },
		{ "validation: custom score\n", "problem.yaml:1: validation: 'score' is for scoring problems only" },
		{ "validation: custom\n", "output_validators/: there is no program" },
		{ "validation: custom interactive\n", "output_validators/: there is no program" },
		{ "validator_flags: float_tolerance\n",
		  "problem.yaml: validator_flags: 'float_tolerance' needs a number behind it" },
		{ "limits: {memory: much}\n", "problem.yaml:1: limits.memory: 'much' is not a number from 1 to 65536" },
		{ "limits: [1]\n", "problem.yaml:1: limits: is a list, not a map" },
		{ "type: scoring\ngrading: {objective: most}\n",
		  "problem.yaml:2: grading.objective: 'most' is none of: max, min" },
		{ "type: scoring\ngrading: {on_reject: grade}\n",
		  "problem.yaml:2: grading: on_reject, accept_score, reject_score and range stand in "
		  "data/testdata.yaml" },
		{ "[]\n", "problem.yaml:1: is no map" },
	};
	const struct place *place = *state;

	for (size_t i = 0; i < sizeof(damages) / sizeof(*damages); i++) {
		place_put(place, "problem.yaml", damages[i].text);
		assert_damaged(place, damages[i].error);
	}
}

static void problem_legacy__what_is_odd_is_noted(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;

	place_put(place, "problem.yaml", "name: N\nlicence: x\nlicense: gpl\ngrading: {objective: max}\n");
	place_put(place, "output_validators/check.c", "int main(void) { return 42; }\n");
	place_put(place, "data/secret/testdata.yaml", "on_rejct: break\n");
	place_put(place, "submissions/submissions.yaml", "{}\n");
	place_put(place, "static_validator/look.c", "x\n");
	p = place_load(place);
	assert_true(has_note(p, "problem.yaml:2: licence: unknown key; did you mean 'license'?"));
	assert_true(has_note(p, "problem.yaml:3: license: 'gpl' is none that the format knows"));
	assert_true(has_note(p, "problem.yaml:4: grading: is for scoring problems only"));
	assert_true(has_note(p, "data/secret/testdata.yaml:1: on_rejct: unknown key; did you mean 'on_reject'?"));
	assert_true(has_note(p, "output_validators/: is not asked, since problem.yaml says 'validation: default'"));
	assert_true(has_note(p, "submissions/submissions.yaml: is not part of the legacy format, and not read"));
	assert_true(has_note(p, "static_validator/: is not asked, since the legacy format has no static validators"));
	assert_null(p->static_validator);
	assert_int_equal(p->n_output_validators, 0);
}

static void problem_legacy__gives_limits_of_programs(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;

	place_put(place, "problem.yaml",
		  "name: N\nlimits: {compilation_time: 1.5, compilation_memory: 64, "
		  "validation_time: 2, validation_memory: 3, validation_output: 0.5}\n");
	p = place_load(place);
	assert_int_equal(p->compilation_cpu_us, 1500000);
	assert_int_equal(p->compilation_bytes, 64 << 20);
	assert_int_equal(p->validation_cpu_us, 2000000);
	assert_int_equal(p->validation_bytes, 3 << 20);
	assert_int_equal(p->validation_output_bytes, 512 << 10);
	place_put(place, "problem.yaml", "name: N\nlimits: {validation_output: 65}\n");
	assert_damaged(place, "problem.yaml:2: limits.validation_output: '65' is not from 0.001 to 64");
}

static void problem_legacy__a_validator_of_its_own_is_a_file_or_a_folder(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *file = NULL, *both = NULL, *folder = NULL, *scripted = NULL;

	place_put(place, "problem.yaml", "validation: custom\n");
	place_put(place, "output_validators/check.c", "#include \"check.h\"\n");
	place_put(place, "output_validators/check.h", "int main(void) { return 42; }\n");
	place_put(place, "output_validators/README", "How to.\n");
	file = place_load(place);
	assert_int_equal(file->n_output_validators, 1);
	assert_int_equal(file->output_validators[0].n_sources, 2);
	place_put(place, "output_validators/another/check.c", "int main(void) { return 42; }\n");
	both = place_load(place);
	assert_int_equal(both->n_output_validators, 2);
	assert_string_equal(both->output_validators[0].name, "another");
	place_put(place, "problem.yaml", "validation: custom interactive\n");
	assert_damaged(place, "output_validators/: there are 2 programs, and one can be asked");
	place_put(place, "problem.yaml", "type: scoring\nvalidation: custom score\n");
	assert_damaged(place, "output_validators/: there are 2 programs, and one can be asked");
	place_put(place, "problem.yaml", "validation: custom\n");
	place_put(place, "data/testdata.yaml", "output_validator_flags: {name: check, flags: x}\n");
	assert_damaged(place, "data/testdata.yaml:1: output_validator_flags: is for one of several output validators, "
			      "which all get the same");
	place_take(place, "data/testdata.yaml");
	place_take(place, "output_validators/check.c");
	folder = place_load(place);
	assert_int_equal(folder->n_output_validators, 1);
	assert_string_equal(folder->output_validators[0].sources[0].name, "check.c");
	place_put(place, "output_validators/another/build", "#!/bin/sh\n");
	scripted = place_load(place);
	assert_int_equal(scripted->n_output_validators, 1);
	assert_int_equal(scripted->output_validators[0].language, LANGUAGE_SCRIPTS);
}

static void problem_legacy__a_package_without_hidden_tests_is_none(void **state)
{
	const struct place *place = *state;

	place_take(place, "data/secret");
	assert_damaged(place, "data/secret/ has no test");
	place_put(place, "data/secret/secret/a.in", "1\n");
	place_put(place, "data/secret/secret/a.ans", "1\n");
	place_put(place, "data/secret/a.in", "1\n");
	place_put(place, "data/secret/a.ans", "1\n");
	assert_damaged(place, "data/secret/secret/a.in: has the name of another test");
}

int main(void)
{
#define LEGACY(name) cmocka_unit_test_setup_teardown(name, place_make_legacy, place_remove)
	const struct CMUnitTest tests[] = {
		LEGACY(problem_legacy__loads_with_its_own_names),
		LEGACY(problem_legacy__folders_are_groups),
		LEGACY(problem_legacy__a_plain_name_comes_before_one_in_latex),
		LEGACY(problem_legacy__damage_is_named),
		LEGACY(problem_legacy__what_is_odd_is_noted),
		LEGACY(problem_legacy__gives_limits_of_programs),
		LEGACY(problem_legacy__a_validator_of_its_own_is_a_file_or_a_folder),
		LEGACY(problem_legacy__a_package_without_hidden_tests_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
