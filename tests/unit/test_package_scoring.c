/* What package_scoring promises: a tree of both versions' words, and no two that cannot stand together. */
#include "judge/package/package.h"
#include "tests/support/package_fixture.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define YAML "problem_format_version: 2025-09\ntype: scoring\nname: X\nuuid: u\n"

static const struct problem_node *find(const struct problem *p, const char *name)
{
	for (size_t i = 0; i < p->n_nodes; i++)
		if (strcmp(p->nodes[i].name, name) == 0)
			return &p->nodes[i];
	fail_msg("no node %s", name);
	return NULL;
}

/* The package from elsewhere, with scores that fit. */
static void put_scores(const struct place *place)
{
	place_put(place, "problem.yaml", YAML);
	place_put(place, "data/secret/test_group.yaml", "output_validator_args: [float_tolerance, 1e-6]\n");
	place_put(place, "data/secret/group10/test_group.yaml", "max_score: 40\nscore_aggregation: min\n");
	place_put(place, "data/secret/group2/test_group.yaml", "max_score: 60\nscore_aggregation: sum\n");
}

static void scoring__a_pass_fail_problem_has_no_tree(void **state)
{
	cleanup_problem struct problem *p = place_load(*state);

	assert_int_equal(p->n_nodes, 0);
	assert_true(has_note(p, "data/secret/test_group.yaml:2: max_score: is for scoring problems only"));
}

static void scoring__groups_are_nodes_with_their_tests(void **state)
{
	static const char *const names[] = { "", "sample", "secret", "secret/group10", "secret/group2" };
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;
	const struct problem_node *n;

	put_scores(place);
	place_put(place, "data/secret/group2/02.in", "1\n");
	place_put(place, "data/secret/group2/02.ans", "1\n");
	place_put(place, "data/sample/hello.yaml", "hint: x\n");
	p = place_load(place);
	assert_int_equal(p->n_nodes, 5);
	for (size_t i = 0; i < 5; i++)
		assert_string_equal(p->nodes[i].name, names[i]);
	assert_int_equal(find(p, "secret/group2")->parent, 2);
	assert_int_equal(find_test(p, "group10", "z")->node, 3);
	n = find(p, "secret");
	assert_int_equal(n->score, SCORE_SUM);
	assert_true(n->max_score == 100);
	assert_int_equal(n->n_items, 2);
	n = find(p, "secret/group10");
	assert_int_equal(n->score, SCORE_MIN);
	assert_true(n->max_score == 40 && n->test_max == 40 && n->breaks);
	assert_true(n->items[0].is_test);
	n = find(p, "secret/group2");
	assert_true(n->max_score == 60 && n->test_max == 30 && !n->breaks);
}

static void scoring__damage_is_named(void **state)
{
#define GROUP10 "data/secret/group10/test_group.yaml"
#define GROUP2  "data/secret/group2/test_group.yaml"
#define SECRET  "data/secret/test_group.yaml"
	static const struct {
		const char *file, *text, *error;
	} damages[] = {
		{ GROUP2, "max_score: 60.5\n",
		  GROUP2 ":1: max_score: '60.5' is neither a whole number nor 'unbounded'" },
		{ GROUP2, "max_score: -1\n", GROUP2 ":1: max_score: '-1' is not from 0 to 1e+15" },
		{ GROUP2, "max_score: [1]\n", GROUP2 ":1: max_score: is a list, not a number" },
		{ GROUP2, "score_aggregation: max\n", GROUP2 ":1: score_aggregation: is none of: pass-fail, sum, min" },
		{ GROUP2, "", GROUP2 ": max_score: what is pass-fail needs a bound" },
		{ GROUP2, "score_aggregation: sum\n",
		  GROUP2 ": max_score: without a bound, but that of secret has one" },
		{ GROUP2, "max_score: 61\n", SECRET ": max_score: is less than those of its groups together" },
		{ SECRET, "score_aggregation: pass-fail\n",
		  GROUP10 ":2: score_aggregation: secret is pass-fail, and so are its groups" },
		{ SECRET, "score_aggregation: min\nmax_score: 50\n",
		  GROUP2 ":1: max_score: is more than that of secret" },
		{ SECRET, "max_score: unbounded\nscore_aggregation: pass-fail\n",
		  SECRET ":1: max_score: what is pass-fail needs a bound" },
		{ "data/sample/test_group.yaml", "max_score: 1\n",
		  "data/sample/test_group.yaml:1: max_score: is not for the samples" },
		{ GROUP10, "max_score: 1\nrequire_pass: secret/group2\n",
		  GROUP10 ":2: require_pass: 'secret/group2' does not come before 'secret/group10'" },
		{ GROUP2, "max_score: 1\nrequire_pass: secret/group10\n",
		  GROUP2 ":2: require_pass: 'secret/group10' is not pass-fail" },
		{ GROUP2, "max_score: 1\nrequire_pass: [sample, group1]\n",
		  GROUP2 ":2: require_pass[1]: 'group1' is none of the groups" },
		{ GROUP2, "max_score: 1\nrequire_pass: {a: b}\n",
		  GROUP2 ":2: require_pass: is a map, not the name of a group or a list of them" },
		{ GROUP2, "max_score: 1\nrequire_pass: [[a]]\n",
		  GROUP2 ":2: require_pass[0]: 'a list or a map' is none of the groups" },
	};
	const struct place *place = *state;

	for (size_t i = 0; i < sizeof(damages) / sizeof(*damages); i++) {
		put_scores(place);
		place_put(place, "data/sample/test_group.yaml", "");
		place_put(place, damages[i].file, damages[i].text);
		assert_damaged(place, damages[i].error);
	}
}

static void put_static(const struct place *place)
{
	put_scores(place);
	place_put(place, "static_validator/look.c", "int main(void) { return 42; }\n");
}

static void scoring__a_static_test_takes_its_share(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;
	const struct problem_node *n;

	put_static(place);
	place_put(place, "data/secret/group2/02.in", "1\n");
	place_put(place, "data/secret/group2/02.ans", "1\n");
	place_put(place, GROUP2, "max_score: 60\nscore_aggregation: sum\nstatic_validation_score: 25\n");
	place_put(place, GROUP10, "max_score: 40\nscore_aggregation: min\nstatic_validation_score: 30\n");
	place_put(place, "data/sample/test_group.yaml", "static_validation_score: pass-fail\n");
	p = place_load(place);
	assert_int_equal(p->n_static, 3);
	n = find(p, "secret/group2");
	assert_true(n->test_max == 17.5 && n->n_items == 3);
	assert_true(n->items[0].is_test && p->tests[n->items[0].index].is_static);
	assert_true(p->tests[n->items[0].index].max_score == 25);
	assert_true(find(p, "secret/group10")->test_max == 40);
	assert_true(has_note(p, "data/secret/group10/: its static test gives 30, so that nobody gets max_score, 40"));
}

/* A group may have no other test. */
static void scoring__a_static_test_may_be_alone(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;

	put_static(place);
	place_take(place, "data/secret/group2/01.in");
	place_take(place, "data/secret/group2/01.ans");
	place_put(place, GROUP2, "max_score: 60\nstatic_validation_score: pass-fail\n");
	p = place_load(place);
	assert_int_equal(find(p, "secret/group2")->n_items, 1);
	assert_true(find(p, "secret/group2")->breaks);
}

static void scoring__damage_of_static_tests_is_named(void **state)
{
	static const struct {
		const char *file, *text, *error;
	} damages[] = {
		{ GROUP2, "max_score: 60\nstatic_validation_score: 5\n",
		  GROUP2 ":2: static_validation_score: is a number, and the group is pass-fail" },
		{ GROUP2, "max_score: 60\nscore_aggregation: sum\nstatic_validation_score: pass-fail\n",
		  GROUP2 ":3: static_validation_score: is 'pass-fail', and the group is not" },
		{ GROUP10, "max_score: 40\nscore_aggregation: min\nstatic_validation_score: pass-fail\n",
		  GROUP10 ":3: static_validation_score: is 'pass-fail', and the group is not" },
		{ GROUP2, "max_score: 60\nscore_aggregation: sum\nstatic_validation_score: 61\n",
		  GROUP2 ":3: static_validation_score: is more than the group's max_score" },
		{ GROUP2, "max_score: 60\nscore_aggregation: sum\nstatic_validation_score: 1.5\n",
		  GROUP2 ":3: static_validation_score: is neither a whole number from 0 nor 'pass-fail'" },
		{ "data/sample/test_group.yaml", "static_validation_score: 5\n",
		  "data/sample/test_group.yaml:1: static_validation_score: samples give no score, so that it "
		  "can only be 'pass-fail'" },
		{ SECRET, "static_validation_score: 5\n",
		  SECRET ":1: static_validation_score: is for a folder of tests, and here are groups" },
	};
	const struct place *place = *state;

	for (size_t i = 0; i < sizeof(damages) / sizeof(*damages); i++) {
		put_static(place);
		place_put(place, "data/sample/test_group.yaml", "");
		place_put(place, damages[i].file, damages[i].text);
		assert_damaged(place, damages[i].error);
	}
}

static void scoring__without_a_bound_needs_a_validator(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;

	place_put(place, "problem.yaml", YAML);
	place_take(place, "data/secret/group2");
	place_put(place, "data/sample/test_group.yaml", "");
	place_put(place, SECRET, "max_score: unbounded\n");
	place_put(place, GROUP10, "score_aggregation: sum\n");
	assert_damaged(place, GROUP10 ": max_score: without a bound, and no output validator gives a score");
	place_put(place, "output_validator/check.c", "int main(void) { return 42; }\n");
	p = place_load(place);
	assert_true(isinf(find(p, "secret")->max_score));
	assert_true(isinf(find(p, "secret/group10")->test_max));
	assert_true(p->validator_scores);
}

static void scoring__legacy_folders_inherit(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;
	const struct problem_node *n;

	place_put(place, "problem.yaml", "type: scoring\n");
	place_put(place, "data/testdata.yaml", "grader_flags: ignore_sample\nrange: -inf 100\n");
	place_put(place, "data/secret/testdata.yaml", "on_reject: continue\ngrader_flags: first_error max\n");
	place_put(place, "data/secret/group1/testdata.yaml", "accept_score: 7.5\nreject_score: -1\n");
	p = place_load(place);
	assert_int_equal(p->n_nodes, 5);
	n = find(p, "");
	assert_true(n->last_only && n->breaks && n->max_score == 100 && isinf(n->min_score));
	n = find(p, "secret");
	assert_true(!n->last_only && !n->breaks && n->score == SCORE_MAX && n->verdict == VERDICT_OF_FIRST);
	assert_true(n->accept_score == 1);
	/* The test 01 comes before the folder group1. */
	assert_int_equal(n->n_items, 2);
	assert_true(n->items[0].is_test && !n->items[1].is_test);
	n = find(p, "secret/group1/easy");
	assert_true(n->accept_score == 7.5 && n->reject_score == -1 && n->score == SCORE_MAX && n->max_score == 100);
}

static void scoring__legacy_damage_is_named(void **state)
{
#define ROOT "data/testdata.yaml"
	static const struct {
		const char *type, *text, *error;
	} damages[] = {
		{ "scoring", "grader_flags: [sum]\n", ROOT ":1: grader_flags: is no text" },
		{ "scoring", "grader_flags: sum best\n",
		  ROOT ":1: grader_flags: 'best' is no flag of the default grader" },
		{ "scoring", "grading: custom\n", ROOT ":1: grading: this judge has no graders but the default one" },
		{ "scoring", "on_reject: stop\n", ROOT ":1: on_reject: is none of: break, continue" },
		{ "scoring", "range: 0\n", ROOT ":1: range: is not two numbers" },
		{ "scoring", "range: 0 1 2\n", ROOT ":1: range: is not two numbers" },
		{ "scoring", "range: 5 1\n", ROOT ":1: range: the first is more than the second" },
		{ "scoring", "range: a 1\n", ROOT ":1: range: 'a' is no number" },
		{ "scoring", "accept_score: many\n",
		  ROOT ":1: accept_score: 'many' is not a number from -1e+15 to 1e+15" },
		{ "pass-fail", "accept_score: 1\n", ROOT ":1: accept_score: is for scoring problems only" },
		{ "pass-fail", "range: 0 1\n", ROOT ":1: range: is for scoring problems only" },
	};
	const struct place *place = *state;
	char yaml[64];

	for (size_t i = 0; i < sizeof(damages) / sizeof(*damages); i++) {
		snprintf(yaml, sizeof(yaml), "type: %s\n", damages[i].type);
		place_put(place, "problem.yaml", yaml);
		place_put(place, ROOT, damages[i].text);
		assert_damaged(place, damages[i].error);
	}
}

static void scoring__a_lenient_grader_needs_no_scores(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *strict = place_load(place), *lenient = NULL;

	assert_int_equal(strict->n_nodes, 0);
	place_put(place, ROOT, "grader_flags: accept_if_any_accepted\n");
	lenient = place_load(place);
	assert_int_equal(lenient->n_nodes, 5);
	assert_false(lenient->scoring);
}

int main(void)
{
#define THEIRS(name) cmocka_unit_test_setup_teardown(name, place_make_theirs, place_remove)
#define LEGACY(name) cmocka_unit_test_setup_teardown(name, place_make_legacy, place_remove)
	const struct CMUnitTest tests[] = {
		THEIRS(scoring__a_pass_fail_problem_has_no_tree),
		THEIRS(scoring__groups_are_nodes_with_their_tests),
		THEIRS(scoring__damage_is_named),
		THEIRS(scoring__a_static_test_takes_its_share),
		THEIRS(scoring__a_static_test_may_be_alone),
		THEIRS(scoring__damage_of_static_tests_is_named),
		THEIRS(scoring__without_a_bound_needs_a_validator),
		LEGACY(scoring__legacy_folders_inherit),
		LEGACY(scoring__legacy_damage_is_named),
		LEGACY(scoring__a_lenient_grader_needs_no_scores),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
