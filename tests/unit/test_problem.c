/* What problem promises: packages of both kinds load, whole, and the hash says what they are. */
#include "judge/package/package.h"
#include "sandbox/base/fs.h"
#include "tests/support/package_fixture.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct pair {
	const char *name;
	const char *error;
};

static void problem__loads_a_package_of_ours(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = place_load(place);

	assert_string_equal(p->id, "two_sum");
	assert_int_equal(p->dir[0], '/');
	assert_string_equal(p->name, "Two sum");
	assert_string_equal(p->section, "Data structures");
	assert_string_equal(p->difficulty, "easy");
	assert_string_equal(p->statement, "Add two numbers.\n");
	assert_string_equal(p->starter, "int twoSum(const int *a, int n);\n");
	assert_true(p->function_style);
	assert_string_equal(p->driver, "int driver;\n");
	assert_int_equal(p->n_headers, 1);
	assert_string_equal(p->headers[0].name, "two_sum.h");
	assert_string_equal(p->prelude, "two_sum.h");
	assert_int_equal(p->n_signatures, 1);
	assert_string_equal(p->signatures[0].name, "twoSum");
	assert_string_equal(p->signatures[0].type, "int (const int *, int)");
	assert_int_equal(p->n_rules, 2);
	assert_int_equal(p->rules[0].kind, RULE_CALL);
	assert_false(p->rules[0].require);
	assert_string_equal(p->rules[0].why, "sorting is the task");
	assert_int_equal(p->rules[1].kind, RULE_INCLUDE);
	assert_true(p->rules[1].require);
	assert_int_equal(p->n_generator, 2);
	assert_int_equal(p->n_validators, 1);
	assert_int_equal(p->validators[0].n_sources, 1);
	assert_true(p->is_ours);
	assert_int_equal(p->n_notes, 0);
	assert_string_equal(p->model, "accepted/good.c");
	assert_string_equal(p->time_words, "O(n)");
	assert_string_equal(p->space_words, "O(1)");
	assert_string_equal(p->validator_args, "case_sensitive");
	assert_int_equal(p->n_families, 1);
	assert_string_equal(p->families[0].generate, "random {n}");
	assert_int_equal(p->n_hints, 2);
	assert_string_equal(p->hints[1], "strong");
	assert_int_equal(strlen(p->hash), 64);
}

static void problem__limits_come_from_both_files(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = place_load(place);
	cleanup_problem struct problem *bare = NULL;

	assert_int_equal(p->limits.box.cpu_us, 2000000);
	assert_int_equal(p->limits.box.wall_us, 7500000);
	assert_int_equal(p->limits.memory_bytes, 64u << 20);
	assert_int_equal(p->limits.box.stack_bytes, 4u << 20);
	assert_int_equal(p->limits.box.open_files, 8);
	assert_int_equal(p->limits.processes, 2);
	assert_int_equal(p->code_bytes, 0);

	place_edit(place, "judge.yaml", "limits: {stack: 4, open_files: 8, processes: 2, wall: 7.5}\n", "");
	place_edit(place, "problem.yaml", "  time_limit: 2.0\n  memory: 64\n",
		   "  time_limit: 1.5\n  time_resolution: 0.5\n  output: 3\n  code: 5\n");
	bare = place_load(place);
	assert_int_equal(bare->limits.box.cpu_us, 1500000);
	assert_int_equal(bare->limits.box.wall_us, 4000000);
	assert_int_equal(bare->limits.memory_bytes, RUN_LIMITS_DEFAULT.memory_bytes);
	assert_int_equal(bare->limits.box.stack_bytes, RUN_LIMITS_DEFAULT.box.stack_bytes);
	assert_int_equal(bare->limits.processes, RUN_LIMITS_DEFAULT.processes);
	assert_int_equal(bare->limits.output_bytes, 3u << 20);
	assert_int_equal(bare->code_bytes, 5 * 1024);
}

static void problem__each_test_has_its_data_from_one_place(void **state)
{
	cleanup_problem struct problem *p = place_load(*state);
	const struct problem_test *t = find_test(p, "sample", "1");

	assert_true(t->sample);
	assert_string_equal(t->file, "data/sample/1.in");
	assert_string_equal(t->reason, "");
	t = find_test(p, "edge", "committed");
	assert_false(t->sample);
	assert_string_equal(t->file, "data/secret/edge/committed.in");
	assert_string_equal(t->reason, "a file");
	t = find_test(p, "basic", "01-a");
	assert_string_equal(t->input, "1 2\n");
	assert_string_equal(t->answer, "3\n");
	assert_null(t->file);
	t = find_test(p, "basic", "02-b");
	assert_string_equal(t->generate, "random 7");
	assert_null(t->input);
}

static void problem__loads_a_package_from_elsewhere(void **state)
{
	cleanup_problem struct problem *p = place_load(*state);
	const struct problem_test *t;

	assert_string_equal(p->name, "Hello");
	assert_false(p->function_style);
	assert_null(p->driver);
	assert_string_equal(p->statement, "Hej.\n");
	assert_string_equal(p->starter, "int main(void) {}\n");
	assert_int_equal(p->limits.box.stack_bytes, p->limits.memory_bytes);
	assert_null(p->validator_args);
	assert_int_equal(p->n_validators, 2);
	assert_string_equal(p->validators[0].name, "validate.c");
	assert_int_equal(p->validators[1].language, LANGUAGE_PYTHON3);
	assert_false(p->is_ours);
	assert_false(p->has_time_limit);
	assert_string_equal(p->difficulty, "");

	assert_int_equal(p->n_groups, 3);
	assert_string_equal(p->groups[1].name, "group10");
	assert_string_equal(p->groups[2].name, "group2");
	assert_int_equal(p->n_tests, 4);
	t = find_test(p, "group10", "z");
	assert_string_equal(t->validator_args, "float_tolerance 1e-6");
	assert_null(t->args);
	assert_string_equal(t->reason, "the largest number");
	assert_false(t->sample);
	t = find_test(p, "group10", "deep/a");
	assert_true(t->sample);
	assert_string_equal(t->file, "data/secret/group10/deep/a.in");
	assert_false(find_test(p, "group2", "01")->sample);

	assert_int_equal(p->n_headers, 0);
	assert_int_equal(p->n_includes[LANGUAGE_C], 2);
}

static void problem__has_no_more_than_the_package(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;

	place_take(place, "input_validators");
	place_take(place, "attachments");
	p = place_load(place);
	assert_int_equal(p->n_validators, 0);
	assert_null(p->starter);
	assert_null(p->generator);
	assert_null(p->model);
	assert_null(p->prelude);
}

static void problem__a_statement_that_is_no_markdown_is_named(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;

	place_take(place, "statement");
	place_put(place, "statement/problem.en.tex", "\\problemname{x}\n");
	p = place_load(place);
	assert_non_null(strstr(p->statement, "`statement/problem.en.tex`"));
}

static void problem__arguments_of_input_validators_go_with_the_tests(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;
	const struct problem_test *t;

	place_put(place, "data/secret/group2/test_group.yaml",
		  "input_validator_args: [small, \"1\"]\nargs: [--fast]\n");
	place_put(place, "data/secret/group2/01.yaml", "input_validator_args: {validate: [one], other: []}\n");
	place_put(place, "data/secret/group2/02.in", "2\n");
	place_put(place, "data/secret/group2/02.ans", "2\n");
	p = place_load(place);
	t = find_test(p, "group2", "02");
	assert_string_equal(t->input_args, "small 1");
	assert_null(t->input_args_of);
	assert_string_equal(t->args, "--fast");
	t = find_test(p, "group2", "01");
	assert_null(t->input_args);
	assert_string_equal(t->input_args_of[0].name, "validate");
	assert_string_equal(t->input_args_of[0].args, "one");
	assert_string_equal(t->input_args_of[1].args, "");
	assert_null(t->input_args_of[2].name);
}

static void problem__every_package_of_this_project_loads(void **state)
{
	cleanup_free char **ids = NULL;
	struct err e = ERR_INIT;
	size_t n = 0;

	(void)state;
	assert_int_equal(problems_list(JUDGE_SOURCE_DIR "/problems", &ids, &n, &e), 0);
	assert_true(n > 0);
	for (size_t i = 0; i < n; i++) {
		cleanup_free char *dir = fs_join(JUDGE_SOURCE_DIR "/problems", ids[i]);
		cleanup_problem struct problem *p = NULL;

		if (problem_load(dir, &p, &e) < 0)
			fail_msg("%s", e.text);
		assert_string_equal(p->id, ids[i]);
	}
}

static void take_hash(const struct place *place, char hash[HASH_HEX_MAX])
{
	cleanup_problem struct problem *p = place_load(place);

	assert_int_equal(strlen(p->hash), HASH_HEX_MAX - 1);
	memcpy(hash, p->hash, HASH_HEX_MAX);
}

static void problem__the_hash_changes_with_all_that_can_change_a_verdict(void **state)
{
	static const char *const counts[] = { "include/driver.c", "generators/random.h",
					      "data/sample/1.in", "input_validators/validate.c",
					      "include/new.h",    "submissions/accepted/good.c" };
	static const char *const does_not[] = { "statement/problem.en.md", "solution/solution.en.md",
						"submissions/wrong_answer/bad.c" };
	const struct place *place = *state;
	char before[HASH_HEX_MAX], after[HASH_HEX_MAX];

	take_hash(place, before);
	for (size_t i = 0; i < sizeof(does_not) / sizeof(*does_not); i++) {
		place_put(place, does_not[i], "changed\n");
		take_hash(place, after);
		assert_string_equal(after, before);
	}
	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
		place_put(place, counts[i], "changed\n");
		take_hash(place, after);
		assert_string_not_equal(after, before);
		memcpy(before, after, sizeof(before));
	}
}

static void problem__a_file_that_is_missing_is_named(void **state)
{
	static const struct pair missing[] = {
		{ "problem.yaml", "problem.yaml is not there" },
		{ "statement/problem.en.md", "statement/problem.en.md is not there" },
		{ "include/driver.c", "judge.yaml:4: driver: include/driver.c is not there" },
		{ "include/two_sum.h", "judge.yaml:5: prelude: include/two_sum.h is not there" },
		{ "generators", "judge.yaml:32: families: there is no generators/*.c that could make them" },
		{ "data/sample/1.ans", "data/sample/1.in: has no answer: data/sample/1.ans is not there" },
		{ "data/sample/1.in", "data/sample/1.ans: there is no data/sample/1.in" },
		{ "data/secret",
		  "judge.yaml:27: tests[2]: has no 'input', no 'generate', and data/secret/edge/committed.in is not "
		  "there" },
		{ "submissions/accepted/good.c",
		  "judge.yaml:29: references[0]: submissions/accepted/good.c is not there" },
		{ "submissions/rejected/slow", "judge.yaml:31: references[2]: submissions/rejected/slow is not there" },
	};
	const struct place *place = *state;

	for (size_t i = 0; i < sizeof(missing) / sizeof(*missing); i++) {
		place_take(place, missing[i].name);
		assert_damaged(place, missing[i].error);
		place_put_ours(place);
	}
}

static void problem__a_file_too_many_is_named(void **state)
{
	static const struct damage stray[] = {
		{ "submissions/accepted/new.c", "x\n", "submissions/accepted/new.c: has no row in judge.yaml" },
		{ "submissions/partially_accepted/new.c", "x\n",
		  "submissions/partially_accepted/new.c: has no row in judge.yaml" },
		{ "include/second.c", "x\n", "include/second.c: is neither the driver nor a header" },
		{ "output_validator/Validate.java", "x\n", "output_validator/: this judge has no toolchain for Java" },
		{ "output_validator/README", "x\n", "output_validator/: there is no program" },
		{ "generators/run", "x\n", "generators/: the scripts 'build' and 'run' are for validators" },
		{ "static_validator/Look.java", "x\n", "static_validator/: this judge has no toolchain for Java" },
		{ "static_validator/README", "x\n", "static_validator/: there is no program" },
		{ "data/secret/other/1.in", "x\n",
		  "data/secret/other/1.in: has no answer: data/secret/other/1.ans is not there" },
		{ "data/secret/edge/lost.ans", "x\n",
		  "data/secret/edge/lost.ans: there is no data/secret/edge/lost.in" },
		{ "data/secret/edge/committed.files/x", "x\n",
		  "data/secret/edge/committed.files: this judge gives a submission no files" },
		{ "data/secret/edge/committed.yaml", "args: [a b]\n",
		  "data/secret/edge/committed.yaml:1: args[0]: 'a b' is more than one argument" },
		{ "data/secret/edge/committed.yaml", "args: a\n",
		  "data/secret/edge/committed.yaml:1: args: is text, not a list" },
		{ "data/secret/edge/test_group.yaml", "static_validation_score: 5\n",
		  "data/secret/edge/test_group.yaml:1: static_validation_score: there is no static_validator/ that "
		  "could be asked" },
		{ "data/secret/edge/test_group.yaml", "static_validator_args: [x]\n",
		  "data/secret/edge/test_group.yaml:1: static_validator_args: needs a 'static_validation_score' beside "
		  "it" },
		{ "data/secret/edge/test_group.yaml", "output_validator_args: [x]\n",
		  "data/secret/edge/test_group.yaml:1: output_validator_args: 'x' is no argument of the default "
		  "output validator" },
	};
	const struct place *place = *state;

	for (size_t i = 0; i < sizeof(stray) / sizeof(*stray); i++) {
		place_put(place, stray[i].old, stray[i].new);
		assert_damaged(place, stray[i].error);
		place_take(place, stray[i].old);
	}
	place_put(place, "data/secret/other/1.in", "x\n");
	place_put(place, "data/secret/other/1.ans", "x\n");
	assert_damaged(place, "data/secret/other/1.in: 'other' is none of the groups");
	place_take(place, "data/secret/other");
	place_put(place, "data/secret/1.in", "x\n");
	place_put(place, "data/secret/1.ans", "x\n");
	assert_damaged(place, "data/secret/1.in: lies in no group");
}

static void problem__a_folder_must_be_named_like_an_id(void **state)
{
	const struct place *place = *state;
	cleanup_free char *odd = fs_join(place->path, "Two-Sum");
	struct problem *p = NULL;
	struct err e = ERR_INIT;

	assert_int_equal(rename(place->dir, odd), 0);
	assert_int_equal(problem_load(odd, &p, &e), -EINVAL);
	assert_string_equal(e.text,
			    "problem Two-Sum: the folder of a package is named with a-z, 0-9 and _ only, at most "
			    "63 of them");
}

static void problem__what_is_not_there_is_no_damage(void **state)
{
	const struct place *place = *state;
	cleanup_free char *none = fs_join(place->path, "none");
	cleanup_free char *file = fs_join(place->dir, "problem.yaml");
	struct problem *p = NULL;
	struct err e = ERR_INIT;

	assert_int_equal(problem_load(none, &p, &e), -ENOENT);
	assert_int_equal(problem_load(file, &p, &e), -ENOTDIR);
	assert_null(p);
	problem_free(NULL);
}

int main(void)
{
#define OURS(name)   cmocka_unit_test_setup_teardown(name, place_make_ours, place_remove)
#define THEIRS(name) cmocka_unit_test_setup_teardown(name, place_make_theirs, place_remove)
	const struct CMUnitTest tests[] = {
		OURS(problem__loads_a_package_of_ours),
		OURS(problem__limits_come_from_both_files),
		OURS(problem__each_test_has_its_data_from_one_place),
		THEIRS(problem__loads_a_package_from_elsewhere),
		THEIRS(problem__has_no_more_than_the_package),
		THEIRS(problem__a_statement_that_is_no_markdown_is_named),
		THEIRS(problem__arguments_of_input_validators_go_with_the_tests),
		cmocka_unit_test(problem__every_package_of_this_project_loads),
		OURS(problem__the_hash_changes_with_all_that_can_change_a_verdict),
		OURS(problem__a_file_that_is_missing_is_named),
		OURS(problem__a_file_too_many_is_named),
		OURS(problem__a_folder_must_be_named_like_an_id),
		OURS(problem__what_is_not_there_is_no_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
