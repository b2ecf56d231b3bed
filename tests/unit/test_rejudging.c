/* What judging again promises: only what is outdated, nothing written unasked, and what was judged stays. */
#include "judge/store/rejudging.h"
#include "tests/support/store_fixture.h"
#include "tests/support/workshop.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define RIGHT  TWICE("	return x + x;")
#define SQUARE TWICE("	return x * x;")
/* Wrong for 21 alone, which is one hidden test. */
#define NEARLY TWICE("	return x == 21 ? 0 : x + x;")

static struct store_place *place;
static struct workshop *workshop;

static const struct judge_options BRIEF = { .no_complexity = true, .no_soundness = true };

static int open_group(void **state)
{
	void *shop = NULL;

	if (store_place_make(state) < 0 || workshop_open(&shop) < 0)
		return -1;
	place = *state;
	workshop = shop;
	return setenv("JUDGE_PROBLEMS", workshop->place.path, 1);
}

static int close_group(void **state)
{
	void *shop = workshop;

	*state = place;
	return workshop_close(&shop) | store_place_remove(state);
}

static int reset(void **state)
{
	void *shop = workshop;

	(void)state;
	store_place_clean(place);
	return workshop_reset(&shop);
}

/* Judges the text by the package as it is, and remembers it under that id. */
static void remember(struct store *s, const char *text, const char *id)
{
	cleanup_report struct report r = workshop_submit(workshop, NULL, text, &BRIEF);
	struct err e = ERR_INIT;

	snprintf(r.id, sizeof(r.id), "%s", id);
	if (store_add(s, &r, &e) < 0)
		fail_msg("%s", e.text);
}

/* The one test for 21 wants another answer. */
static void change_package(void)
{
	place_put(&workshop->place, "judge.yaml",
		  WORKSHOP_HEAD WORKSHOP_GROUPS
		  "tests:\n"
		  "  - {group: small, name: 1-one, reason: one, input: \"20\\n\"}\n"
		  "  - {group: large, name: 1-hundred, reason: hundred, generate: \"1 2\"}\n" WORKSHOP_REFERENCES);
}

static void plan(struct rejudging *r, struct store *s, struct rejudging_query q)
{
	struct err e = ERR_INIT;

	rejudging_clear(r);
	if (rejudging_plan(r, s, &q, &e) < 0)
		fail_msg("%s", e.text);
}

static void judge_all(struct rejudging *r, struct store *s)
{
	struct err e = ERR_INIT;

	for (size_t i = 0; i < r->n; i++)
		if (rejudging_judge(r, i, s, workshop->judge, &BRIEF, &e) < 0)
			fail_msg("%s", e.text);
}

static void rejudging__leaves_alone_what_the_present_version_has_judged(void **state)
{
	cleanup_store struct store *s = must_open(place->db);
	cleanup(rejudging_clear) struct rejudging r = { .n = 0 };

	(void)state;
	remember(s, RIGHT, "aa");
	remember(s, SQUARE, "bb");
	plan(&r, s, (struct rejudging_query){ 0 });
	assert_int_equal(r.n, 0);
	assert_int_equal(r.current, 2);
	plan(&r, s, (struct rejudging_query){ .force = true });
	assert_int_equal(r.n, 2);
	assert_int_equal(r.current, 0);
	rejudging_clear(&r);
	change_package();
	plan(&r, s, (struct rejudging_query){ 0 });
	assert_int_equal(r.n, 2);
}

static void rejudging__takes_what_was_asked_for(void **state)
{
	static const char *const other[] = { "lru_cache" }, *const twice[] = { "b", "bb" }, *const none[] = { "cc" };
	cleanup_store struct store *s = must_open(place->db);
	cleanup(rejudging_clear) struct rejudging r = { .n = 0 };
	const char *const here[] = { workshop->problem->id };
	struct rejudging_query q = { .submissions = none, .n_submissions = 1 };
	struct err e = ERR_INIT;

	(void)state;
	remember(s, RIGHT, "aa");
	remember(s, SQUARE, "bb");
	change_package();
	plan(&r, s, (struct rejudging_query){ .problems = other, .n_problems = 1 });
	assert_int_equal(r.n + r.current, 0);
	plan(&r, s, (struct rejudging_query){ .problems = here, .n_problems = 1 });
	assert_int_equal(r.n, 2);
	rejudging_clear(&r);
	plan(&r, s, (struct rejudging_query){ .verdict = VERDICT_WA });
	assert_int_equal(r.n, 1);
	assert_string_equal(r.all[0].was.id, "bb");
	rejudging_clear(&r);
	plan(&r, s, (struct rejudging_query){ .submissions = twice, .n_submissions = 2 });
	assert_int_equal(r.n, 1);
	rejudging_clear(&r);
	assert_int_equal(rejudging_plan(&r, s, &q, &e), -ENOENT);
}

static void rejudging__shows_what_changes_and_writes_nothing(void **state)
{
	cleanup_store struct store *s = must_open(place->db);
	cleanup(rejudging_clear) struct rejudging r = { .n = 0 };
	struct rejudging_matrix m;
	struct err e = ERR_INIT;
	struct seen seen;

	(void)state;
	remember(s, NEARLY, "aa");
	remember(s, RIGHT, "bb");
	remember(s, SQUARE, "cc");
	change_package();
	plan(&r, s, (struct rejudging_query){ 0 });
	judge_all(&r, s);
	rejudging_count(&r, &m);
	assert_int_equal(m.n[VERDICT_WA][VERDICT_AC], 1);
	assert_int_equal(m.n[VERDICT_AC][VERDICT_AC], 1);
	assert_int_equal(m.n[VERDICT_WA][VERDICT_WA], 1);
	assert_int_equal(m.states[REJUDGED_VERDICT], 1);
	assert_int_equal(r.all[0].state, REJUDGED_VERDICT);
	assert_int_equal(r.all[0].was.judgement.verdict, VERDICT_WA);
	assert_int_equal(r.all[0].now.verdict, VERDICT_AC);
	/* There is nothing to write, since that was not asked for. */
	assert_int_equal(rejudging_apply(&r, 0, s, &e), 0);
	assert_false(r.all[0].applied);
	must_list(s, NULL, 10, &seen);
	assert_int_equal(seen.entries[2].number, 1);
	assert_int_equal(seen.entries[2].judgement.verdict, VERDICT_WA);
}

static void rejudging__applies_beside_what_was(void **state)
{
	cleanup_store struct store *s = must_open(place->db);
	cleanup(rejudging_clear) struct rejudging r = { .n = 0 };
	struct err e = ERR_INIT;
	struct seen seen;

	(void)state;
	remember(s, NEARLY, "aa");
	change_package();
	plan(&r, s, (struct rejudging_query){ .keep = true });
	judge_all(&r, s);
	for (int twice = 0; twice < 2; twice++)
		assert_int_equal(rejudging_apply(&r, 0, s, &e), 0);
	assert_true(r.all[0].applied);
	must_list(s, NULL, 10, &seen);
	assert_int_equal(seen.n, 1);
	assert_int_equal(seen.entries[0].number, 2);
	assert_int_equal(seen.entries[0].judgement.verdict, VERDICT_AC);
	assert_string_equal(seen.entries[0].problem_hash, r.all[0].problem->hash);
	expect_whole(place->db, 1);
	rejudging_clear(&r);
	plan(&r, s, (struct rejudging_query){ 0 });
	assert_int_equal(r.current, 1);
}

static void rejudging__the_second_of_two_at_once_writes_nothing(void **state)
{
	cleanup_store struct store *s = must_open(place->db);
	cleanup(rejudging_clear) struct rejudging one = { .n = 0 };
	cleanup(rejudging_clear) struct rejudging other = { .n = 0 };
	struct err e = ERR_INIT;

	(void)state;
	remember(s, NEARLY, "aa");
	change_package();
	plan(&one, s, (struct rejudging_query){ .keep = true });
	plan(&other, s, (struct rejudging_query){ .keep = true });
	judge_all(&one, s);
	judge_all(&other, s);
	assert_int_equal(rejudging_apply(&one, 0, s, &e), 0);
	assert_int_equal(rejudging_apply(&other, 0, s, &e), -ESTALE);
	assert_false(other.all[0].applied);
	assert_int_equal(other.all[0].failure.code, -ESTALE);
	assert_int_equal(db_ask(place->db, "SELECT count(*) FROM judgement"), 2);
	expect_whole(place->db, 1);
}

static void rejudging__a_package_that_is_gone_fails_its_submissions_alone(void **state)
{
	cleanup_store struct store *s = must_open(place->db);
	cleanup(rejudging_clear) struct rejudging r = { .n = 0 };
	struct err e = ERR_INIT;

	(void)state;
	remember(s, RIGHT, "aa");
	must_add(s, FIXTURE_WA_HIDDEN);
	change_package();
	plan(&r, s, (struct rejudging_query){ .keep = true });
	judge_all(&r, s);
	assert_int_equal(r.n, 2);
	for (size_t i = 0; i < r.n; i++) {
		const bool gone = !strcmp(r.all[i].was.problem, "lru_cache");

		assert_int_equal(r.all[i].state, gone ? REJUDGED_FAILED : REJUDGED_SAME);
		assert_int_equal(r.all[i].failure.code, gone ? -ENOENT : 0);
		assert_int_equal(rejudging_apply(&r, i, s, &e), 0);
		assert_int_equal(r.all[i].applied, !gone);
	}
}

static void rejudging__a_source_that_was_changed_is_not_judged(void **state)
{
	cleanup_store struct store *s = must_open(place->db);
	cleanup(rejudging_clear) struct rejudging r = { .n = 0 };

	(void)state;
	remember(s, SQUARE, "aa");
	change_package();
	db_execute(place->db, "UPDATE source SET content = CAST(replace(content, '*', '+') AS BLOB)");
	plan(&r, s, (struct rejudging_query){ 0 });
	judge_all(&r, s);
	assert_int_equal(r.all[0].state, REJUDGED_FAILED);
	assert_int_equal(r.all[0].failure.code, -EBADMSG);
	assert_false(r.all[0].judge_failed);
}

/* A driver that does not compile is the package's fault, or the host's, but no candidate's. */
static void rejudging__what_the_judge_fails_on_keeps_its_verdict(void **state)
{
	cleanup_store struct store *s = must_open(place->db);
	cleanup(rejudging_clear) struct rejudging r = { .n = 0 };
	struct err e = ERR_INIT;

	(void)state;
	remember(s, RIGHT, "aa");
	place_put(&workshop->place, "include/driver.c", "this is no C\n");
	plan(&r, s, (struct rejudging_query){ .keep = true });
	judge_all(&r, s);
	assert_int_equal(r.all[0].state, REJUDGED_FAILED);
	assert_true(r.all[0].judge_failed);
	assert_int_equal(strncmp(r.all[0].failure.text, "JE/", 3), 0);
	assert_int_equal(rejudging_apply(&r, 0, s, &e), 0);
	assert_int_equal(db_ask(place->db, "SELECT count(*) FROM judgement"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(rejudging__leaves_alone_what_the_present_version_has_judged, reset),
		cmocka_unit_test_setup(rejudging__takes_what_was_asked_for, reset),
		cmocka_unit_test_setup(rejudging__shows_what_changes_and_writes_nothing, reset),
		cmocka_unit_test_setup(rejudging__applies_beside_what_was, reset),
		cmocka_unit_test_setup(rejudging__the_second_of_two_at_once_writes_nothing, reset),
		cmocka_unit_test_setup(rejudging__a_package_that_is_gone_fails_its_submissions_alone, reset),
		cmocka_unit_test_setup(rejudging__a_source_that_was_changed_is_not_judged, reset),
		cmocka_unit_test_setup(rejudging__what_the_judge_fails_on_keeps_its_verdict, reset),
	};

	return cmocka_run_group_tests(tests, open_group, close_group);
}
