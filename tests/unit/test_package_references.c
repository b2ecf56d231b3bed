/* What package_references promises: each submission of a package is expected to get something, and once. */
#include "tests/support/package_fixture.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void package_references__references_say_what_they_must_get(void **state)
{
	cleanup_problem struct problem *p = place_load(*state);
	const struct problem_reference *r = p->references;

	assert_int_equal(p->n_references, 3);
	assert_string_equal(r[0].file, "accepted/good.c");
	assert_int_equal(r[0].expected.verdict, VERDICT_AC);
	assert_null(r[0].trap);
	assert_string_equal(r[1].trap, "forgets");
	assert_string_equal(r[2].file, "rejected/slow");
	assert_int_equal(r[2].expected.verdict, VERDICT_TLE);
	assert_string_equal(r[2].expected.reason, "complexity");
	assert_string_equal(r[2].family, "grow");
}

static void package_references__folders_alone_say_what_to_expect(void **state)
{
	cleanup_problem struct problem *p = place_load(*state);

	assert_int_equal(p->n_references, 4);
	assert_string_equal(p->references[0].file, "accepted/good.c");
	assert_int_equal(p->references[0].expected.verdict, VERDICT_AC);
	assert_string_equal(p->references[1].file, "accepted/two");
	assert_string_equal(p->references[2].file, "mixed/odd.c");
	assert_int_equal(p->references[2].n_expectations, 0);
	assert_string_equal(p->references[3].file, "rejected/bad.c");
	assert_int_equal(p->references[3].expected.verdict, VERDICT_NONE);
}

static void package_references__what_is_not_looked_at_is_noted(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;

	place_take(place, "input_validators");
	place_put(place, "submissions/accepted/both/a.c", "");
	place_put(place, "submissions/accepted/both/a.java", "");
	p = place_load(place);
	assert_true(has_note(p, "submissions/accepted/java: passed over: this judge has no toolchain for Java"));
	assert_true(has_note(p, "submissions/accepted/both: passed over: its files are in several languages"));
	assert_true(has_note(p, "submissions/mixed/odd.c: nothing says what it is to get"));
}

static void package_references__damage_in_the_references_of_judge_yaml_is_named(void **state)
{
	static const struct damage damages[] = {
		{ "  - {file: wrong_answer/bad.c, verdict: WA, trap: \"forgets\"}\n", "",
		  "submissions/wrong_answer/bad.c: has no row in judge.yaml" },
		{ "file: wrong_answer/bad.c", "file: wrong_answer/other.c",
		  "judge.yaml:30: references[1]: submissions/wrong_answer/other.c is not there" },
		{ "file: wrong_answer/bad.c", "file: wrong_answer",
		  "judge.yaml:30: references[1]: submissions/wrong_answer is not there" },
		{ "file: wrong_answer/bad.c", "file: rejected/slow/a.c",
		  "judge.yaml:30: references[1]: submissions/rejected/slow/a.c is not there" },
		{ "file: wrong_answer/bad.c", "file: README.md",
		  "judge.yaml:30: references[1]: 'README.md' is in no folder that says what to expect" },
		{ "file: wrong_answer/bad.c", "file: accepted/good.c",
		  "judge.yaml:30: references[1]: there is a row for 'accepted/good.c' already" },
		{ "verdict: WA", "verdict: TLE",
		  "judge.yaml:30: references[1]: verdict TLE, but the folder is 'wrong_answer'" },
		{ "verdict: TLE", "verdict: AC",
		  "judge.yaml:31: references[2]: verdict AC, but the folder is 'rejected'" },
		{ "verdict: AC", "verdict: OK",
		  "judge.yaml:29: references[0].verdict: 'OK' is none of: AC, WA, NO, OLE, TLE, WTL, MLE, RTE, SV, CE, "
		  "CTL, JE" },
		{ ", trap: \"forgets\"", "",
		  "judge.yaml:30: references[1]: 'trap' is missing: what does it get wrong?" },
		{ "family: grow", "family: shrink", "judge.yaml:31: references[2]: 'shrink' is none of the families" },
	};

	ASSERT_EACH_DAMAGE(*state, "judge.yaml", damages);
}

static void package_references__a_reason_that_does_not_fit_is_refused(void **state)
{
	const struct place *place = *state;
	char row[REASON_MAX + 100], text[REASON_MAX + 1];
	cleanup_problem struct problem *p = NULL;

	memset(text, 'x', REASON_MAX);
	text[REASON_MAX] = 0;
	snprintf(row, sizeof(row), "reason: %s", text);
	place_edit(place, "judge.yaml", "reason: complexity", row);
	assert_damaged(place, "judge.yaml:31: references[2]: 'reason' is longer than 239 bytes");
	row[strlen(row) - 1] = 0;
	place_edit(place, "judge.yaml", "reason: complexity", row);
	p = place_load(place);
	assert_int_equal(strlen(p->references[2].expected.reason), REASON_MAX - 1);
}

static void package_references__there_are_only_so_many(void **state)
{
	const struct place *place = *state;
	char name[64];

	for (int i = 0; i < 500; i++) {
		snprintf(name, sizeof(name), "submissions/rejected/more%d.c", i);
		place_put(place, name, "");
	}
	assert_damaged(place, "more than 500 submissions");
}

int main(void)
{
#define OURS(name)   cmocka_unit_test_setup_teardown(name, place_make_ours, place_remove)
#define THEIRS(name) cmocka_unit_test_setup_teardown(name, place_make_theirs, place_remove)
	const struct CMUnitTest tests[] = {
		OURS(package_references__references_say_what_they_must_get),
		THEIRS(package_references__folders_alone_say_what_to_expect),
		OURS(package_references__damage_in_the_references_of_judge_yaml_is_named),
		OURS(package_references__a_reason_that_does_not_fit_is_refused),
		THEIRS(package_references__what_is_not_looked_at_is_noted),
		THEIRS(package_references__there_are_only_so_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
