/*
 * What problem_yaml promises: the metadata of the 2025-09 format, a refusal for what is not judged here, and a note of
 * what nobody knows.
 */
#include "tests/support/package_fixture.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void problem_yaml__damage_in_problem_yaml_is_named(void **state)
{
	static const struct damage damages[] = {
		{ "2025-09", "2023-07-draft",
		  "problem.yaml:1: problem_format_version: '2023-07-draft' is not read by this judge; it reads 2025-09 "
		  "and legacy" },
		{ "2025-09", "[a]",
		  "problem.yaml:1: problem_format_version: 'a list or a map' is not read by this judge; it reads "
		  "2025-09 and legacy" },
		{ "name: {en: Two sum, de: Zwei}\n", "", "problem.yaml:1: 'name' is missing" },
		{ "{en: Two sum, de: Zwei}", "{}", "problem.yaml:3: name: is empty" },
		{ "{en: Two sum, de: Zwei}", "[a]", "problem.yaml:3: name: is a list, not text" },
		{ "Two sum", "\"a\\nb\"",
		  "problem.yaml:3: name.en: must be one line without tabs and control characters" },
		{ "uuid: 4b1f0ad8-8a2b-4b3c-9d51-0f4b8e2f4c11\n", "", "problem.yaml:1: 'uuid' is missing" },
		{ "type: pass-fail", "type: [pass-fail, interactive]",
		  "problem.yaml: is interactive, and there is no output_validator/ to talk to" },
		{ "type: pass-fail", "type: [pass-fail, multi-pass]",
		  "problem.yaml: is multi-pass, and there is no output_validator/ to ask for a pass" },
		{ "type: pass-fail", "type: submit-answer",
		  "problem.yaml:2: type: this judge takes programs, no answers to the tests" },
		{ "type: pass-fail", "type: [pass-fail, scoring]",
		  "problem.yaml:2: type[1]: is it pass-fail, or scoring?" },
		{ "type: pass-fail", "type: [pass-fail, pass-fail]",
		  "problem.yaml:2: type[1]: 'pass-fail' is there twice" },
		{ "type: pass-fail", "type: hard", "problem.yaml:2: type: 'hard' is no type of problem" },
		{ "type: pass-fail", "type: []", "problem.yaml:2: type: is empty" },
		{ "cc by-sa", "mit",
		  "problem.yaml:5: license: 'mit' is none of: unknown, public domain, cc0, cc by, cc by-sa, "
		  "educational, permission" },
		{ "cc by-sa", "public domain",
		  "problem.yaml:6: rights_owner: nobody owns the rights in what is public domain" },
		{ "rights_owner: Somebody\n", "",
		  "problem.yaml:1: license 'cc by-sa' needs a 'rights_owner', 'credits' or a 'source'" },
		{ "time_limit: 2.0", "time_limit: 0",
		  "problem.yaml:8: limits.time_limit: '0' is not from 0.01 to 3600" },
		{ "time_limit: 2.0", "time_limit: two",
		  "problem.yaml:8: limits.time_limit: 'two' is not a number from 0.01 to 3600" },
		{ "time_limit: 2.0", "time_limit: 1.5",
		  "problem.yaml:8: limits.time_limit: 1.5 is no multiple of the time_resolution, 1" },
		{ "memory: 64", "memory: 1.5",
		  "problem.yaml:9: limits.memory: '1.5' is not a whole number from 1 to 65536" },
		{ "memory: 64", "memory: 0", "problem.yaml:9: limits.memory: '0' is not from 1 to 65536" },
		{ "memory: 64", "time_multipliers: {ac_to_time_limit: 0.5}",
		  "problem.yaml:9: limits.time_multipliers.ac_to_time_limit: '0.5' is not from 1 to 1e+06" },
		{ "memory: 64", "validation_passes: 2",
		  "problem.yaml:9: limits.validation_passes: is for multi-pass problems only" },
		{ "languages: [c]", "languages: [java, kotlin]",
		  "problem.yaml:10: languages: this judge has a toolchain for none of the languages that the problem "
		  "may be solved in" },
		{ "languages: [c]", "languages: [C]",
		  "problem.yaml:10: languages[0]: 'C' is no language of the format" },
		{ "languages: [c]", "allow_file_writing: true",
		  "problem.yaml:10: allow_file_writing: this judge lets no submission write files" },
		{ "languages: [c]", "constants: {n: 5}",
		  "problem.yaml:10: constants: this judge does not put constants in" },
	};

	ASSERT_EACH_DAMAGE(*state, "problem.yaml", damages);
}

static void problem_yaml__what_the_format_allows_in_problem_yaml_is_taken(void **state)
{
	static const struct damage fine[] = {
		{ "type: pass-fail", "type: [pass-fail]", "" },
		{ "languages: [c]", "languages: all", "" },
		{ "languages: [c]", "languages: c", "" },
		{ "languages: [c]",
		  "keywords: [a, b]\nembargo_until: 2026-01-01\nallow_file_writing: false\nconstants: {}\n", "" },
		{ "rights_owner: Somebody", "credits: Authy <a@example.org>", "" },
		{ "rights_owner: Somebody", "credits: {authors: [A, {name: B}]}\nsource: [X, {name: Y}]\nversion: 1.2",
		  "" },
		{ "license: cc by-sa\nrights_owner: Somebody\n", "license: public domain\n", "" },
		{ "license: cc by-sa\nrights_owner: Somebody\n", "", "" },
		{ "memory: 64", "compilation_time: 60\n  validation_memory: 2048\n  time_multipliers: {}", "" },
	};
	const struct place *place = *state;

	for (size_t i = 0; i < sizeof(fine) / sizeof(*fine); i++) {
		cleanup_problem struct problem *p = NULL;

		place_edit(place, "problem.yaml", fine[i].old, fine[i].new);
		p = place_load(place);
	}
}

static void problem_yaml__keys_that_nobody_knows_are_noted(void **state)
{
	static const struct damage odd[] = {
		{ "license", "licence", "problem.yaml:5: licence: unknown key; did you mean 'license'?" },
		{ "rights_owner: Somebody\n", "credits: {autors: A}\n",
		  "problem.yaml:6: credits.autors: unknown key; did you mean 'authors'?" },
		{ "memory: 64", "stack: 64", "problem.yaml:9: limits.stack: unknown key" },
		{ "memory: 64", "time_multipliers: {ac: 3}",
		  "problem.yaml:9: limits.time_multipliers.ac: unknown key" },
	};
	const struct place *place = *state;

	for (size_t i = 0; i < sizeof(odd) / sizeof(*odd); i++) {
		cleanup_problem struct problem *p = NULL;

		place_edit(place, "problem.yaml", odd[i].old, odd[i].new);
		p = place_load(place);
		assert_int_equal(p->n_notes, 1);
		assert_string_equal(p->notes[0], odd[i].error);
	}
}

static void problem_yaml__what_is_read_and_not_done_is_noted(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;

	place_edit(place, "problem.yaml", "memory: 64", "memory: 64\nembargo_until: 2099-01-01");
	place_put(place, "output_visualizer/draw.py", "\n");
	place_put(place, "input_visualizer/draw.py", "\n");
	p = place_load(place);
	assert_int_equal(p->n_notes, 3);
	assert_true(has_note(p, "problem.yaml:10: embargo_until: is for who publishes packages; nothing is hidden "
				"here"));
	assert_true(has_note(p, "input_visualizer/: is not run: this judge makes no pictures"));
	assert_true(has_note(p, "output_visualizer/: is not run: this judge makes no pictures"));
}

static void problem_yaml__gives_limits_of_programs(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL, *none = place_load(place);

	assert_int_equal(none->compilation_cpu_us | none->compilation_bytes | none->validation_output_bytes, 0);
	place_edit(place, "problem.yaml", "memory: 64",
		   "compilation_time: 60\n  compilation_memory: 2048\n  validation_time: 2\n"
		   "  validation_memory: 3\n  validation_output: 4");
	p = place_load(place);
	assert_int_equal(p->compilation_cpu_us, 60000000);
	assert_int_equal(p->compilation_bytes, UINT64_C(2048) << 20);
	assert_int_equal(p->validation_cpu_us, 2000000);
	assert_int_equal(p->validation_bytes, 3 << 20);
	assert_int_equal(p->validation_output_bytes, 4 << 20);
	place_edit(place, "problem.yaml", "memory: 64", "validation_output: 65");
	assert_damaged(place, "problem.yaml:9: limits.validation_output: '65' is not from 1 to 64");
}

static void problem_yaml__margins_are_the_formats_where_none_are_given(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = place_load(place);
	cleanup_problem struct problem *other = NULL;

	assert_int_equal(p->format, PROBLEM_2025_09);
	assert_true(p->has_time_limit);
	assert_true(p->ac_to_time_limit == 2 && p->time_limit_to_tle == 1.5 && p->time_resolution_s == 1);
	assert_int_equal(p->languages, 1u << LANGUAGE_C);
	assert_int_equal(p->passes, 1);
	place_edit(place, "problem.yaml", "  time_limit: 2.0\n",
		   "  time_multipliers: {ac_to_time_limit: 3, time_limit_to_tle: 4}\n  time_resolution: 0.1\n");
	other = place_load(place);
	assert_false(other->has_time_limit);
	assert_true(other->ac_to_time_limit == 3 && other->time_limit_to_tle == 4 && other->time_resolution_s == 0.1);
}

int main(void)
{
#define OURS(name) cmocka_unit_test_setup_teardown(name, place_make_ours, place_remove)
	const struct CMUnitTest tests[] = {
		OURS(problem_yaml__damage_in_problem_yaml_is_named),
		OURS(problem_yaml__keys_that_nobody_knows_are_noted),
		OURS(problem_yaml__what_is_read_and_not_done_is_noted),
		OURS(problem_yaml__gives_limits_of_programs),
		OURS(problem_yaml__margins_are_the_formats_where_none_are_given),
		OURS(problem_yaml__what_the_format_allows_in_problem_yaml_is_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
