/* What package_tests promises: tests from rows and files, in order, each of them once. */
#include "judge/package/package.h"
#include "tests/support/package_fixture.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void package_tests__tests_are_ordered_by_group_then_name(void **state)
{
	static const char *const order[] = { "sample/1", "edge/committed", "basic/01-a", "basic/02-b" };
	cleanup_problem struct problem *p = place_load(*state);
	char name[100];

	assert_int_equal(p->n_groups, 3);
	assert_string_equal(p->groups[0].name, "sample");
	assert_string_equal(p->groups[1].name, "edge");
	assert_string_equal(p->groups[1].what, "the edges");
	assert_int_equal(p->n_tests, 4);
	for (size_t i = 0; i < 4; i++) {
		snprintf(name, sizeof(name), "%s/%s", p->tests[i].group, p->tests[i].name);
		assert_string_equal(name, order[i]);
	}
}

static void package_tests__without_groups_all_hidden_tests_are_one(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;

	place_take(place, "data");
	place_put(place, "data/secret/b.in", "1\n");
	place_put(place, "data/secret/b.ans", "1\n");
	place_put(place, "data/secret/a/c.in", "1\n");
	place_put(place, "data/secret/a/c.ans", "1\n");
	p = place_load(place);
	assert_int_equal(p->n_groups, 1);
	assert_string_equal(p->groups[0].name, "secret");
	assert_string_equal(p->tests[0].name, "a/c");
	assert_string_equal(p->tests[1].name, "b");
	assert_null(p->validator_args);
}

static void package_tests__damage_in_the_tests_of_judge_yaml_is_named(void **state)
{
	static const struct damage damages[] = {
		{ "name: edge, ", "name: sample, ",
		  "judge.yaml:16: groups[0]: 'sample' is always there; it holds the files of data/sample/" },
		{ "name: edge, ", "name: basic, ", "judge.yaml:17: groups[1]: there is a group 'basic' already" },
		{ "name: edge, ", "name: \"a/b\", ", "judge.yaml:16: groups[0]: 'a/b' is no name for a group" },
		{ "what: \"the edges\"", "w: x", "judge.yaml:16: groups[0].w: unknown key" },
		{ "  - {name: edge, what: \"the edges\"}\n", "",
		  "judge.yaml:26: tests[2]: 'edge' is none of the groups" },
		{ "tests:\n", "  - {name: more, what: x}\ntests:\n", "group 'more' has no test" },
		{ "group: basic, name: 02-b, reason: \"later\"", "group: basic, name: 02-b",
		  "judge.yaml:19: tests[0]: 'reason' is missing" },
		{ "name: 02-b", "name: ../b", "judge.yaml:19: tests[0]: '../b' is no name for a test" },
		{ "name: 02-b", "name: 01-a", "judge.yaml:20: tests[1]: there is a test '01-a' in 'basic' already" },
		{ ", generate: \"random 7\"", "",
		  "judge.yaml:19: tests[0]: has no 'input', no 'generate', and data/secret/basic/02-b.in is not "
		  "there" },
		{ "generate: \"random 7\"", "generate: \"random 7\", input: x",
		  "judge.yaml:19: tests[0]: has both 'input' and 'generate'" },
		{ "generate: \"random 7\"", "generate: \"random 7\", answer: x",
		  "judge.yaml:19: tests[0]: 'answer' needs an 'input'" },
		{ "generate: \"random 7\"", "generate: \"a\\nb\"",
		  "judge.yaml:19: tests[0].generate: must be one line without tabs and control characters" },
		{ "reason: \"a file\"", "reason: x, input: y",
		  "judge.yaml:27: tests[2]: has data of its own, and data/secret/edge/committed.in is there too" },
		{ "group: edge, name: committed, reason: \"a file\"", "group: sample, name: 2, reason: x, input: y",
		  "judge.yaml:27: tests[2]: the data of a sample is a file: data/sample/2.in" },
		{ "model: accepted/good.c\n", "",
		  "judge.yaml:18: tests[0]: has no 'answer', and no 'model' is named that could give it" },
		{ "    input: |\n      1 2\n", "", "judge.yaml:20: tests[1]: 'answer' needs an 'input'" },
		{ "  - {group: edge, name: committed, reason: \"a file\"}\n", "  - text\n",
		  "judge.yaml:27: tests[2]: is text, not a map" },
	};

	ASSERT_EACH_DAMAGE(*state, "judge.yaml", damages);
}

static void package_tests__a_row_may_say_why_a_file_is_there(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;

	place_edit(place, "judge.yaml", "tests:\n", "tests:\n  - {group: sample, name: 1, reason: shows it}\n");
	p = place_load(place);
	assert_int_equal(p->n_tests, 4);
	assert_string_equal(find_test(p, "sample", "1")->reason, "shows it");
	assert_true(find_test(p, "sample", "1")->sample);
}

static void package_tests__nothing_hidden_gets_among_the_samples(void **state)
{
	const struct place *place = *state;

	place_put(place, "data/secret/sample/2.in", "x\n");
	place_put(place, "data/secret/sample/2.ans", "x\n");
	assert_damaged(place, "data/secret/sample/2.in: 'sample' is none of the groups");
}

static void package_tests__rows_and_tests_have_their_ceilings(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;
	cleanup_buf struct buf b;
	char path[64];

	buf_init(&b, 1 << 20);
	(void)buf_puts(&b, "tests:\n");
	for (int i = 0; i <= 1000; i++)
		(void)buf_printf(&b, "  - {group: basic, name: n%d, reason: r, generate: g}\n", i);
	place_edit(place, "judge.yaml", "tests:\n", b.data);
	assert_damaged(place, "judge.yaml:18: tests: has 1004 entries, more than 1000");
	place_put_ours(place);
	p = place_load(place);
	for (size_t i = p->n_tests; i < PROBLEM_TESTS_MAX; i++) {
		snprintf(path, sizeof(path), "data/secret/edge/n%05zu.in", i);
		place_put(place, path, "");
		snprintf(path, sizeof(path), "data/secret/edge/n%05zu.ans", i);
		place_put(place, path, "");
	}
	problem_free(p);
	p = place_load(place);
	assert_int_equal(p->n_tests, PROBLEM_TESTS_MAX);
	place_put(place, "data/secret/edge/z.in", "");
	place_put(place, "data/secret/edge/z.ans", "");
	assert_damaged(place, "data/secret/edge/z.in: more than 10000 tests");
}

static void package_tests__at_least_one_test(void **state)
{
	const struct place *place = *state;

	place_put(place, "judge.yaml", "{format: 1, section: s, difficulty: easy}\n");
	place_take(place, "data");
	place_take(place, "include");
	assert_damaged(place, "there is no test");
}

static void package_tests__what_is_generated_needs_a_generator(void **state)
{
	const struct place *place = *state;

	place_edit(place, "judge.yaml",
		   "  - {name: grow, what: \"n grows\", generate: \"random {n}\", time: \"n\", space: \"1\"}\n",
		   "  []\n");
	place_take(place, "generators");
	assert_damaged(place, "judge.yaml:19: tests[0]: is to be generated, and there is no generators/*.c");
}

static void package_tests__at_most_so_many_groups(void **state)
{
	const struct place *place = *state;
	char name[64];

	for (unsigned i = 0; i < PACKAGE_GROUPS_MAX - 2; i++) {
		snprintf(name, sizeof(name), "data/secret/more%u/test_group.yaml", i);
		place_put(place, name, "");
	}
	assert_damaged(place, "more than 128 groups of tests");
}

static void package_tests__damage_in_a_package_from_elsewhere_is_named(void **state)
{
	static const struct damage stray[] = {
		{ "data/secret/group2/test_group.yaml", "output_validator_args: [case_insensitive]\n",
		  "data/secret/group2/test_group.yaml:1: output_validator_args: 'case_insensitive' is no "
		  "argument of the default output validator" },
		{ "data/secret/group2/test_group.yaml", "output_validator_args: case_sensitive\n",
		  "data/secret/group2/test_group.yaml:1: output_validator_args: is text, not a list" },
		{ "data/secret/group2/test_group.yaml", "output_validator_args: [float_tolerance 1e-6]\n",
		  "data/secret/group2/test_group.yaml:1: output_validator_args[0]: 'float_tolerance 1e-6' is more "
		  "than one argument" },
		{ "data/secret/group2/small/test_group.yaml", "",
		  "data/secret/group2/small/test_group.yaml: a group of tests holds no other groups" },
		{ "data/secret/group2/test_group.yaml", "[\n",
		  "data/secret/group2/test_group.yaml:2: did not find expected node content while parsing a flow "
		  "node" },
		{ "data/secret/sample/test_group.yaml", "",
		  "data/secret/sample/test_group.yaml: only the samples are called so" },
		{ "data/secret/empty/test_group.yaml", "", "group 'empty' has no test" },
	};
	const struct place *place = *state;

	for (size_t i = 0; i < sizeof(stray) / sizeof(*stray); i++) {
		place_put(place, stray[i].old, stray[i].new);
		assert_damaged(place, stray[i].error);
		place_take(place, stray[i].old);
		place_put(place, "data/secret/group2/test_group.yaml", "");
	}
	place_take(place, "data/secret");
	assert_damaged(place, "group 'secret' has no test");
}

#define VALIDATOR "static_validator/look.c"
#define YES       "int main(void) { return 42; }\n"

static void package_tests__static_tests_stand_behind_the_others(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;
	char path[TEST_PATH_MAX];
	const struct problem_test *t;

	place_put(place, VALIDATOR, YES);
	place_put(place, "data/secret/group2/test_group.yaml",
		  "static_validation_score: pass-fail\nstatic_validator_args: [a, b]\n");
	place_put(place, "data/secret/group10/test_group.yaml",
		  "static_validation_score: pass-fail\nfull_feedback: true\n");
	p = place_load(place);
	assert_int_equal(p->n_static, 2);
	assert_int_equal(problem_n_judged(p), p->n_tests + 2);
	t = p->tests + p->n_tests;
	assert_string_equal(problem_test_path(&t[0], path), "secret/group10/static");
	assert_string_equal(problem_test_path(&t[1], path), "secret/group2/static");
	assert_true(t[0].is_static && t[0].sample && !t[0].validator_args && !t[0].gives_score);
	assert_true(t[1].is_static && !t[1].sample);
	assert_string_equal(t[1].validator_args, "a b");
	for (size_t i = 0; i < p->n_tests; i++)
		assert_false(p->tests[i].is_static);
	assert_false(has_note(p, "static_validator/: is not asked, since no test_group.yaml has a "
				 "'static_validation_score'"));
}

static void package_tests__static_tests_of_sample_and_secret_have_short_names(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;
	char path[TEST_PATH_MAX];

	place_put(place, VALIDATOR, YES);
	place_take(place, "data/secret/group2");
	place_take(place, "data/secret/group10");
	place_take(place, "data/sample/hello.in");
	place_take(place, "data/sample/hello.ans");
	place_put(place, "data/secret/1.in", "1\n");
	place_put(place, "data/secret/1.ans", "1\n");
	place_put(place, "data/sample/test_group.yaml", "static_validation_score: pass-fail\n");
	place_put(place, "data/secret/test_group.yaml", "static_validation_score: pass-fail\n");
	p = place_load(place);
	assert_int_equal(p->n_tests, 1);
	assert_int_equal(p->n_groups, 2);
	assert_int_equal(p->n_static, 2);
	assert_string_equal(problem_test_path(&p->tests[1], path), "sample/static");
	assert_true(p->tests[1].sample);
	assert_string_equal(problem_test_path(&p->tests[2], path), "secret/static");
}

static void package_tests__damage_of_static_tests_is_named(void **state)
{
	static const struct damage damages[] = {
		{ "data/secret/group2/test_group.yaml", "static_validation_score: 5\n",
		  "data/secret/group2/test_group.yaml:1: static_validation_score: the problem gives no scores, so "
		  "that it can only be 'pass-fail'" },
		{ "data/secret/group2/test_group.yaml", "static_validation_score: -1\n",
		  "data/secret/group2/test_group.yaml:1: static_validation_score: is neither a whole number from 0 "
		  "nor 'pass-fail'" },
		{ "data/secret/group2/test_group.yaml", "static_validation_score: [1]\n",
		  "data/secret/group2/test_group.yaml:1: static_validation_score: is neither a whole number from 0 "
		  "nor 'pass-fail'" },
		{ "data/secret/group2/test_group.yaml",
		  "static_validation_score: pass-fail\nstatic_validator_args: [a b]\n",
		  "data/secret/group2/test_group.yaml:2: static_validator_args[0]: 'a b' is more than one argument" },
		{ "data/secret/group2/test_group.yaml",
		  "static_validation_score: pass-fail\nstatic_validator_args: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, "
		  "12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33]\n",
		  "data/secret/group2/test_group.yaml:2: static_validator_args: more than 32 arguments" },
		{ "data/secret/group2/test_group.yaml", "static_validator_args: []\n",
		  "data/secret/group2/test_group.yaml:1: static_validator_args: needs a 'static_validation_score' "
		  "beside it" },
		{ "data/secret/test_group.yaml", "static_validation_score: pass-fail\n",
		  "data/secret/test_group.yaml:1: static_validation_score: is for a folder of tests, and here "
		  "are groups" },
	};
	const struct place *place = *state;

	place_put(place, VALIDATOR, YES);
	for (size_t i = 0; i < sizeof(damages) / sizeof(*damages); i++) {
		place_put(place, "data/secret/group2/test_group.yaml", "");
		place_put(place, damages[i].old, damages[i].new);
		assert_damaged(place, damages[i].error);
	}
	place_put(place, "data/secret/test_group.yaml", "");
	place_put(place, "data/secret/group2/test_group.yaml", "static_validation_score: pass-fail\n");
	place_put(place, "data/secret/group2/static.in", "1\n");
	place_put(place, "data/secret/group2/static.ans", "1\n");
	assert_damaged(place, "data/secret/group2/static.in: has the name of the group's static test");
}

static void package_tests__a_static_validator_that_nobody_asks_is_noted(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;

	place_put(place, VALIDATOR, YES);
	p = place_load(place);
	assert_true(has_note(p, "static_validator/: is not asked, since no test_group.yaml has a "
				"'static_validation_score'"));
}

static void package_tests__an_unknown_setting_is_noted_once(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;
	size_t n = 0;

	place_put(place, "data/secret/group10/test_group.yaml", "score: 5\n");
	p = place_load(place);
	for (size_t i = 0; i < p->n_notes; i++)
		n += strcmp(p->notes[i], "data/secret/group10/test_group.yaml:1: score: unknown key") == 0;
	assert_int_equal(n, 1);
}

static void package_tests__each_test_has_arguments_of_its_own(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;

	place_put(place, "data/secret/group10/test_group.yaml", "output_validator_args: [case_sensitive]\n");
	place_put(place, "data/secret/group10/z.yaml", "output_validator_args: []\n");
	p = place_load(place);
	assert_string_equal(find_test(p, "group2", "01")->validator_args, "float_tolerance 1e-6");
	assert_string_equal(find_test(p, "group10", "deep/a")->validator_args, "case_sensitive");
	assert_string_equal(find_test(p, "group10", "z")->validator_args, "");
}

int main(void)
{
#define OURS(name)   cmocka_unit_test_setup_teardown(name, place_make_ours, place_remove)
#define THEIRS(name) cmocka_unit_test_setup_teardown(name, place_make_theirs, place_remove)
	const struct CMUnitTest tests[] = {
		OURS(package_tests__tests_are_ordered_by_group_then_name),
		THEIRS(package_tests__without_groups_all_hidden_tests_are_one),
		OURS(package_tests__damage_in_the_tests_of_judge_yaml_is_named),
		OURS(package_tests__a_row_may_say_why_a_file_is_there),
		OURS(package_tests__nothing_hidden_gets_among_the_samples),
		OURS(package_tests__rows_and_tests_have_their_ceilings),
		OURS(package_tests__at_least_one_test),
		OURS(package_tests__what_is_generated_needs_a_generator),
		THEIRS(package_tests__at_most_so_many_groups),
		THEIRS(package_tests__static_tests_stand_behind_the_others),
		THEIRS(package_tests__static_tests_of_sample_and_secret_have_short_names),
		THEIRS(package_tests__damage_of_static_tests_is_named),
		THEIRS(package_tests__a_static_validator_that_nobody_asks_is_noted),
		THEIRS(package_tests__an_unknown_setting_is_noted_once),
		THEIRS(package_tests__each_test_has_arguments_of_its_own),
		THEIRS(package_tests__damage_in_a_package_from_elsewhere_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
