/*
 * What report_view promises: one decision for every emitter. Each fact of a hidden test is a value that occurs
 * nowhere else, and is looked for in the text and in the JSON of each view.
 */
#include "judge/report/report_view.h"
#include "tests/support/report_fixture.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define EACH_VIEW(v) (enum report_view v = VIEW_OWNER; v <= VIEW_INTERVIEWER; v = (enum report_view)(v + 1))

/* ---- both emitters --------------------------------------------------------------------------------------------- */

/* The text in its longest form and the JSON, as this reader gets them. */
static void emit(enum fixture f, enum report_view view, struct buf *text, struct buf *json)
{
	const struct report_style style = { .view = view, .width = 200, .unicode = true, .verbosity = 1 };
	cleanup_report struct report r;
	struct err e = ERR_INIT;

	buf_init(text, 1 << 20);
	buf_init(json, 1 << 20);
	fixture_report(&r, f);
	assert_int_equal(report_text(&r, &style, text, &e), 0);
	assert_int_equal(report_json(&r, &style, json, &e), 0);
}

#define ALL   true, true, true
#define STAFF true, false, true
#define OWNER true, false, false

/*
 * How a fact of the hidden test that failed looks in each output (NULL: is not in it), and which views show it, by
 * enum report_view.
 */
static const struct {
	const char *text, *json;
	bool shown[3];
} facts[] = {
	/* the verdict word, the group, the purpose of the test */
	{ "wrong answer", "\"verdict\": \"WA\"", { ALL } },
	{ "edge", "\"group\": \"edge\"", { ALL } },
	{ "with capacity 1 every new key evicts", "\"why\": \"with capacity 1 every new key evicts\"", { ALL } },
	/* findings */
	{ "01-capacity-one", "01-capacity-one", { STAFF } },
	{ "secret-reason", "secret-reason", { STAFF } },
	{ NULL, "\"exit_code\": 87", { STAFF } },
	{ "712 ms", "712345", { STAFF } },
	{ "823 ms", "823456", { STAFF } },
	{ "93 MiB", "97517568", { STAFF } },
	{ "53 KiB", "54321", { STAFF } },
	{ "in line 2", "\"line\": 2", { STAFF } },
	{ "in 346 ms", "345678", { STAFF } },
	/* of hidden tests that passed too */
	{ "02-extreme-keys", "02-extreme-keys", { STAFF } },
	{ "4.9 ms", "4850", { STAFF } },
	{ "6.0 ms", "5960", { STAFF } },
	/* data */
	{ "secret-input", "secret-input", { OWNER } },
	{ "secret-expected", "secret-expected", { OWNER } },
	{ "secret-found", "secret-found", { OWNER } },
	{ "secret-printed", "secret-printed", { OWNER } },
	{ "secret-message", "\"judge_message\": \"secret-message", { OWNER } },
	/* samples */
	{ "02-overwrite", "02-overwrite", { ALL } },
	{ "1.5 ms", "1520", { ALL } },
};

static void view__both_emitters_show_the_same_facts(void **state)
{
	(void)state;
	for
		EACH_VIEW(view)
		{
			cleanup_buf struct buf text;
			cleanup_buf struct buf json;

			emit(FIXTURE_WA_HIDDEN, view, &text, &json);
			for (size_t i = 0; i < sizeof(facts) / sizeof(*facts); i++) {
				if (facts[i].text && !!strstr(text.data, facts[i].text) != facts[i].shown[view])
					fail_msg("view %d: '%s' should%s be in: %s", view, facts[i].text,
						 facts[i].shown[view] ? "" : " not", text.data);
				if (!!strstr(json.data, facts[i].json) != facts[i].shown[view])
					fail_msg("view %d: '%s' should%s be in: %s", view, facts[i].json,
						 facts[i].shown[view] ? "" : " not", json.data);
			}
		}
}

static void view__of_a_sample_everyone_sees_everything(void **state)
{
	static const char *const texts[] = { "02-overwrite", "put 1 10", "+ -1", "- 10", "evicting 1", "in line 1" };
	static const char *const jsons[] = { "02-overwrite",
					     "put 1 10",
					     "\"found\": \"-1\\n-1\\n\"",
					     "\"expected\": \"10\\n-1\\n\"",
					     "\"printed\": \"evicting 1\\n\"",
					     "\"line\": 1" };

	(void)state;
	for
		EACH_VIEW(view)
		{
			cleanup_buf struct buf text;
			cleanup_buf struct buf json;

			emit(FIXTURE_WA_SAMPLE, view, &text, &json);
			for (size_t i = 0; i < 6; i++)
				if (!strstr(text.data, texts[i]) || !strstr(json.data, jsons[i]))
					fail_msg("view %d: '%s' is not in %s or '%s' not in %s", view, texts[i],
						 text.data, jsons[i], json.data);
		}
}

/* What a validator writes for those who judge is for the owner, of samples too. */
static void view__of_a_sample_the_owner_alone_sees_the_validators_message(void **state)
{
	(void)state;
	for
		EACH_VIEW(view)
		{
			cleanup_buf struct buf text;
			cleanup_buf struct buf json;

			emit(FIXTURE_WA_SAMPLE, view, &text, &json);
			assert_int_equal(strstr(text.data, "for the owner") != NULL, view == VIEW_OWNER);
			assert_int_equal(strstr(json.data, "for the owner") != NULL, view == VIEW_OWNER);
		}
}

/* A signal is five bits that a submission can choose: it must not come back through the hint either. */
static void view__a_crash_says_its_signal_to_staff_only(void **state)
{
	static const char *const words[] = { "SIGSEGV", "pointer", "\"signal\": 11" };

	(void)state;
	for
		EACH_VIEW(view)
		{
			cleanup_buf struct buf text;
			cleanup_buf struct buf json;

			emit(FIXTURE_RTE, view, &text, &json);
			for (size_t i = 0; i < 3; i++)
				assert_int_equal(strstr(text.data, words[i]) || strstr(json.data, words[i]),
						 view != VIEW_CANDIDATE);
			assert_non_null(strstr(text.data, "run-time error"));
			assert_non_null(strstr(json.data, "\"verdict\": \"RTE\""));
		}
}

/* What failed tells of the host, and may quote a checker that saw hidden data. */
static void view__a_judging_error_says_what_failed_to_staff_only(void **state)
{
	(void)state;
	for
		EACH_VIEW(view)
		{
			cleanup_buf struct buf text;
			cleanup_buf struct buf json;

			emit(FIXTURE_JE, view, &text, &json);
			assert_int_equal(strstr(text.data, "mount tmpfs") != NULL, view != VIEW_CANDIDATE);
			assert_int_equal(strstr(json.data, "mount tmpfs") != NULL, view != VIEW_CANDIDATE);
			assert_non_null(strstr(text.data, "not"));
		}
}

static void view__a_judging_error_is_held_back_wherever_it_happened(void **state)
{
	const struct report_style candidate = { .view = VIEW_CANDIDATE };
	const struct report_style interviewer = { .view = VIEW_INTERVIEWER };

	(void)state;
	for (int stage = STAGE_NONE; stage < STAGE_COUNT; stage++) {
		cleanup_report struct report r;
		struct shown_report shown;
		struct shown_test t;

		/* a sample failed, of which all would be shown otherwise */
		fixture_report(&r, FIXTURE_WA_SAMPLE);
		r.judgement.verdict = r.tests[1].judgement.verdict = VERDICT_JE;
		r.decided_by = (enum stage)stage;
		report_shown(&r, &candidate, &shown);
		report_shown_test(&r, &candidate, 1, &t);
		assert_null(shown.reason);
		assert_null(t.reason);
		report_shown(&r, &interviewer, &shown);
		report_shown_test(&r, &interviewer, 1, &t);
		assert_non_null(shown.reason);
		assert_non_null(t.reason);
	}
}

/* Which stages look at hidden data is not known here for stages that come later: only what is known not to is shown. */
static void view__a_reason_of_another_stage_is_held_back(void **state)
{
	const struct report_style candidate = { .view = VIEW_CANDIDATE };

	(void)state;
	for (int stage = STAGE_NONE; stage <= STAGE_COUNT; stage++) {
		cleanup_report struct report r;
		struct shown_report shown;

		fixture_report(&r, FIXTURE_CE);
		r.decided_by = (enum stage)stage;
		report_shown(&r, &candidate, &shown);
		assert_int_equal(shown.reason != NULL, stage == STAGE_RULES || stage == STAGE_COMPILE);
	}
}

static void view__what_the_candidate_wrote_is_explained_to_the_candidate(void **state)
{
	cleanup_buf struct buf text;
	cleanup_buf struct buf json;

	(void)state;
	emit(FIXTURE_CE, VIEW_CANDIDATE, &text, &json);
	assert_non_null(strstr(text.data, "CE compile error  'missing_name' undeclared"));
	assert_non_null(strstr(json.data, "\"reason\": \"'missing_name' undeclared"));
	buf_clear(&text);
	buf_clear(&json);
	emit(FIXTURE_RULE, VIEW_CANDIDATE, &text, &json);
	assert_non_null(strstr(text.data, "CE compile error  rule: calling 'qsort'"));
	assert_non_null(strstr(json.data, "\"reason\": \"rule: calling 'qsort'"));
}

static void view__commands_are_named_to_the_owner_only(void **state)
{
	(void)state;
	for (int f = 0; f < FIXTURE_COUNT; f++)
		for
			EACH_VIEW(view)
			{
				cleanup_buf struct buf text;
				cleanup_buf struct buf json;

				emit((enum fixture)f, view, &text, &json);
				if (view != VIEW_OWNER)
					assert_null(strstr(text.data, "judge test"));
			}
}

/* ---- the functions --------------------------------------------------------------------------------------------- */

static void view__every_fact_of_a_sample_but_one_may_be_shown(void **state)
{
	static const struct problem_test sample = { .sample = true }, hidden = { .sample = false };

	(void)state;
	for
		EACH_VIEW(view)
	for (int f = 0; f < FACT_COUNT; f++) {
		assert_int_equal(report_may_show(view, &sample, (enum report_fact)f),
				 f != FACT_MESSAGE || view == VIEW_OWNER);
		if (view == VIEW_CANDIDATE)
			assert_false(report_may_show(view, &hidden, (enum report_fact)f));
	}
}

static void view__of_a_static_test_everyone_learns_name_and_reason(void **state)
{
	static const struct problem_test hidden = { .is_static = true };

	(void)state;
	for
		EACH_VIEW(view)
	for (int f = 0; f < FACT_COUNT; f++)
		if (f == FACT_NAME || f == FACT_REASON)
			assert_true(report_may_show(view, &hidden, (enum report_fact)f));
		else if (view == VIEW_CANDIDATE)
			assert_false(report_may_show(view, &hidden, (enum report_fact)f));
}

static void view__the_candidate_learns_the_greatest_cost_among_samples(void **state)
{
	const struct report_style candidate = { .view = VIEW_CANDIDATE };
	const struct report_style owner = { .view = VIEW_OWNER };
	cleanup_report struct report r;
	struct shown_report shown;

	(void)state;
	fixture_report(&r, FIXTURE_WA_HIDDEN);
	report_shown(&r, &owner, &shown);
	assert_int_equal(shown.slowest, 3);
	assert_int_equal(shown.largest, 3);
	report_shown(&r, &candidate, &shown);
	assert_int_equal(shown.slowest, 1);
	assert_int_equal(shown.largest, 1);
	r.tests[1].judgement.verdict = VERDICT_NONE;
	report_shown(&r, &candidate, &shown);
	assert_int_equal(shown.slowest, 0);
	r.tests[0].judgement.verdict = VERDICT_NONE;
	report_shown(&r, &candidate, &shown);
	assert_true(shown.slowest == SIZE_MAX && shown.largest == SIZE_MAX);
}

static void view__a_test_that_did_not_run_has_no_facts(void **state)
{
	const struct report_style owner = { .view = VIEW_OWNER };
	cleanup_report struct report r;
	struct shown_test t;

	(void)state;
	fixture_report(&r, FIXTURE_TLE);
	report_shown_test(&r, &owner, 5, &t);
	assert_int_equal(t.verdict, VERDICT_NONE);
	assert_string_equal(t.name, "01-full-cache");
	assert_null(t.reason);
	assert_false(t.has_cost || t.has_end || t.has_size);
}

static void view__big5_changes_the_words_only(void **state)
{
	const struct report_style style = { .view = VIEW_OWNER, .big5 = true };
	cleanup_report struct report r;
	struct shown_report shown;
	struct shown_test t;

	(void)state;
	fixture_report(&r, FIXTURE_MLE);
	report_shown(&r, &style, &shown);
	report_shown_test(&r, &style, 5, &t);
	assert_int_equal(shown.verdict, VERDICT_RTE);
	assert_int_equal(t.verdict, VERDICT_RTE);
	assert_string_equal(shown.reason, "more than 256 MiB");
	assert_int_equal(shown.passed, 5);
}

static void view__a_trial_is_a_report_without_hidden_tests(void **state)
{
	static const bool trial[FIXTURE_COUNT] = { [FIXTURE_TRIAL] = true, [FIXTURE_OWN] = true };
	const struct report_style style = { .view = VIEW_OWNER };

	(void)state;
	for (int f = 0; f < FIXTURE_COUNT; f++) {
		cleanup_report struct report r;
		struct shown_report shown;

		fixture_report(&r, (enum fixture)f);
		report_shown(&r, &style, &shown);
		assert_int_equal(shown.trial, trial[f]);
	}
}

/* A conversation has no answer, and is judged all the same: by whoever leads it. */
static void view__a_missing_answer_alone_makes_no_own_input(void **state)
{
	const struct report_style style = { .view = VIEW_OWNER };
	cleanup_report struct report own, sample;
	struct problem talks;
	struct shown_report shown;

	(void)state;
	fixture_report(&own, FIXTURE_OWN);
	report_shown(&own, &style, &shown);
	assert_true(shown.own_input && !shown.compared);
	talks = *own.problem;
	talks.interactive = true;
	own.problem = &talks;
	report_shown(&own, &style, &shown);
	assert_true(shown.own_input && shown.compared);
	fixture_report(&sample, FIXTURE_TRIAL);
	sample.n_tests = 1;
	sample.tests[0].expected = NULL;
	report_shown(&sample, &style, &shown);
	assert_true(!shown.own_input && shown.compared);
}

static void view__damaged_indexes_are_none(void **state)
{
	const struct report_style style = { .view = VIEW_OWNER };
	cleanup_report struct report r;
	struct shown_report shown;

	(void)state;
	fixture_report(&r, FIXTURE_AC);
	r.first_failed = r.slowest = r.largest = r.n_tests;
	report_shown(&r, &style, &shown);
	assert_true(shown.first_failed == SIZE_MAX && shown.slowest == SIZE_MAX && shown.largest == SIZE_MAX);
}

static void view__exit_codes_go_with_the_verdict(void **state)
{
	struct report r = { .judgement = { .verdict = VERDICT_NONE } };

	(void)state;
	assert_int_equal(report_exit_code(&r), 3);
	for (int v = VERDICT_NONE + 1; v < VERDICT_COUNT; v++) {
		r.judgement.verdict = (enum verdict)v;
		assert_int_equal(report_exit_code(&r), v == VERDICT_AC ? 0 : v == VERDICT_JE ? 3 : 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(view__both_emitters_show_the_same_facts),
		cmocka_unit_test(view__of_a_sample_everyone_sees_everything),
		cmocka_unit_test(view__of_a_sample_the_owner_alone_sees_the_validators_message),
		cmocka_unit_test(view__a_crash_says_its_signal_to_staff_only),
		cmocka_unit_test(view__a_judging_error_says_what_failed_to_staff_only),
		cmocka_unit_test(view__a_judging_error_is_held_back_wherever_it_happened),
		cmocka_unit_test(view__a_reason_of_another_stage_is_held_back),
		cmocka_unit_test(view__what_the_candidate_wrote_is_explained_to_the_candidate),
		cmocka_unit_test(view__commands_are_named_to_the_owner_only),
		cmocka_unit_test(view__every_fact_of_a_sample_but_one_may_be_shown),
		cmocka_unit_test(view__of_a_static_test_everyone_learns_name_and_reason),
		cmocka_unit_test(view__the_candidate_learns_the_greatest_cost_among_samples),
		cmocka_unit_test(view__a_test_that_did_not_run_has_no_facts),
		cmocka_unit_test(view__big5_changes_the_words_only),
		cmocka_unit_test(view__a_trial_is_a_report_without_hidden_tests),
		cmocka_unit_test(view__a_missing_answer_alone_makes_no_own_input),
		cmocka_unit_test(view__damaged_indexes_are_none),
		cmocka_unit_test(view__exit_codes_go_with_the_verdict),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
