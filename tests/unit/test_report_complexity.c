/*
 * The section about growth: short where all is well, whole where it decided, and for a candidate no more than the
 * class.
 */
#include "judge/report/report_complexity.h"
#include "judge/report/report_page.h"
#include "tests/support/report_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define TEXT_MAX (1u << 20)

static void render(const struct report *r, const struct report_style *style, struct buf *text)
{
	struct err e = ERR_INIT;

	buf_init(text, TEXT_MAX);
	assert_int_equal(report_text(r, style, text, &e), 0);
}

static void render_families(const struct report_style *style, struct buf *text)
{
	cleanup_report struct report r;

	fixture_report(&r, FIXTURE_AC);
	fixture_add_families(&r);
	render(&r, style, text);
}

static bool holds(const struct buf *text, const char *words)
{
	return strstr(text->data, words) != NULL;
}

static void section__has_a_line_for_each_family(void **state)
{
	const struct report_style style = { .view = VIEW_OWNER, .width = 80 };
	cleanup_buf struct buf text;

	(void)state;
	render_families(&style, &text);
	assert_true(holds(&text, "\ncomplexity\n"
				 "  x grow    steps O(n^2), O(n) allowed; bytes O(n)\n"
				 "  + steady  steps O(n), O(n log n) allowed\n"
				 "    secret-remark\n"));
}

/* Where the classes are within the limit, the line says what is not; a reason with numbers is not for candidates. */
static void section__says_on_the_line_what_the_classes_do_not(void **state)
{
	static const struct {
		const char *reason;
		bool by_class;
		enum report_view view;
		bool holds;
		const char *words;
	} cases[] = {
		{ "complexity: grows faster than O(n) at the largest sizes (grow)", true, VIEW_CANDIDATE, true,
		  "bytes O(n); grows faster than O(n) at\n      the largest sizes\n" },
		{ "complexity: 9.1 times the steps of the reference, 2 allowed (grow)", false, VIEW_OWNER, true,
		  "bytes O(n); 9.1 times the steps of the" },
		{ "complexity: 9.1 times the steps of the reference, 2 allowed (grow)", false, VIEW_CANDIDATE, false,
		  "9.1 times" },
		{ "over the memory limit at n = 34", false, VIEW_OWNER, true,
		  "bytes O(n); over the memory limit at n =" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct report_style style = { .view = cases[i].view, .width = 80 };
		cleanup_report struct report r;
		cleanup_buf struct buf text;
		struct report_family families[2];

		fixture_report(&r, FIXTURE_AC);
		fixture_add_families(&r);
		memcpy(families, r.families, sizeof(families));
		families[0].by_class = cases[i].by_class;
		snprintf(families[0].judgement.reason, sizeof(families[0].judgement.reason), "%s", cases[i].reason);
		r.families = families;
		r.judgement.verdict = VERDICT_AC;
		r.decided_by = STAGE_TESTS;
		render(&r, &style, &text);
		if (holds(&text, cases[i].words) != cases[i].holds)
			fail_msg("%s: %s", cases[i].reason, text.data);
	}
}

static void section__does_not_blame_what_was_not_measured(void **state)
{
	const struct report_style style = { .view = VIEW_OWNER, .width = 80 };
	cleanup_report struct report r;
	cleanup_buf struct buf text;
	struct report_family families[2];

	(void)state;
	fixture_report(&r, FIXTURE_AC);
	fixture_add_families(&r);
	memcpy(families, r.families, sizeof(families));
	families[0].curve = NULL;
	r.families = families;
	render(&r, &style, &text);
	assert_true(holds(&text, "  - grow    not measured\n"));
}

static void section__shows_what_decided_in_full(void **state)
{
	const struct report_style style = { .view = VIEW_OWNER, .width = 80 };
	cleanup_buf struct buf text;

	(void)state;
	render_families(&style, &text);
	assert_true(holds(&text, "  grow: n operations on a cache of n\n"
				 "    steps  like n^2 or n^2 log n: not told apart; 113 times the reference\n"
				 "    bytes  like n; next is n log n, 0.11 apart; 1.00 times the reference\n"));
	assert_true(holds(&text, "            n        steps       / n    reference       heap      stack\n"
				 "           64         4173      65.2          653      3 KiB      496 B\n"));
	assert_true(holds(&text, "steps over n, both logarithmic; .: reference\n"));
	assert_false(holds(&text, "  steady: n operations"));
}

static void section__shows_all_in_full_when_asked(void **state)
{
	const struct report_style style = { .view = VIEW_INTERVIEWER, .width = 80, .verbosity = 1 };
	cleanup_buf struct buf text;

	(void)state;
	render_families(&style, &text);
	assert_true(holds(&text, "  steady: n operations on a cache of 1,000\n"));
	assert_true(holds(&text, "too few sizes"));
}

static void section__tells_a_candidate_the_class_alone(void **state)
{
	const struct report_style style = { .view = VIEW_CANDIDATE, .width = 80, .verbosity = 1 };
	cleanup_buf struct buf text;

	(void)state;
	render_families(&style, &text);
	assert_true(holds(&text, "steps O(n^2), O(n) allowed"));
	assert_true(holds(&text, "TLE time limit exceeded  complexity: O(n^2) found, O(n) allowed (grow)"));
	assert_false(holds(&text, "4173"));
	assert_false(holds(&text, "secret-remark"));
	assert_false(holds(&text, "times the reference"));
	assert_false(holds(&text, "both logarithmic"));
}

static void section__is_not_there_without_families(void **state)
{
	const struct report_style style = { .view = VIEW_OWNER, .width = 80 };
	cleanup_report struct report r;
	cleanup_buf struct buf text;

	(void)state;
	fixture_report(&r, FIXTURE_AC);
	render(&r, &style, &text);
	assert_false(holds(&text, "complexity"));
}

static void section__says_why_nothing_was_counted(void **state)
{
	const struct report_style style = { .view = VIEW_OWNER, .width = 80 };
	cleanup_report struct report r;
	cleanup_buf struct buf text;

	(void)state;
	fixture_report(&r, FIXTURE_AC);
	r.complexity = COMPLEXITY_UNAVAILABLE;
	r.complexity_remark = "clang is not counted";
	render(&r, &style, &text);
	assert_true(holds(&text, "complexity\n  not checked:\n  clang is not counted\n"));
}

static void section__names_what_escapes_the_counting(void **state)
{
	const struct report_style style = { .view = VIEW_OWNER, .width = 100 };
	struct cost_facts facts = { .escapes = 2,
				    .findings = { { COST_FINDING_INLINE, 7, "lru_cache.c" },
						  { COST_FINDING_SECTION, 9, "/box/0.c" },
						  { COST_FINDING_LOOP, 3, "lru_cache.c" } },
				    .n_findings = 3 };
	cleanup_report struct report r;
	cleanup_buf struct buf text;

	(void)state;
	fixture_report(&r, FIXTURE_AC);
	fixture_add_families(&r);
	r.counted = &facts;
	render(&r, &style, &text);
	assert_true(holds(&text, "steps are a lower bound"));
	assert_true(holds(&text, "  lru_cache.c:7: inline assembly is not counted\n"));
	assert_true(holds(&text, "  code or data in a section of its own\n"));
	assert_false(holds(&text, "/box/"));
	assert_false(holds(&text, "lru_cache.c:3"));
}

static void section__fits_every_page(void **state)
{
	(void)state;
	for (unsigned width = 40; width <= 120; width += 5) {
		for (int unicode = 0; unicode < 2; unicode++) {
			const struct report_style style = {
				.view = VIEW_OWNER, .width = width, .unicode = unicode, .verbosity = 1
			};
			cleanup_buf struct buf text;
			struct page page;
			char *save = NULL;

			render_families(&style, &text);
			assert_int_equal(holds(&text, "\xe2\xa0") || holds(&text, "\xe2\xa3"), unicode);
			page_init(&page, &text, width, false, unicode);
			for (char *line = strtok_r(text.data, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
				assert_true(page_measure(&page, line) <= width);
		}
	}
}

static void text__alone_ends_with_the_classes_or_the_verdict(void **state)
{
	const struct report_style style = { .view = VIEW_OWNER, .width = 80, .verbosity = -1 };
	cleanup_report struct report r;
	cleanup_buf struct buf good, bad;
	struct err e = ERR_INIT;

	(void)state;
	buf_init(&good, TEXT_MAX);
	buf_init(&bad, TEXT_MAX);
	fixture_report(&r, FIXTURE_AC);
	fixture_add_families(&r);
	assert_int_equal(report_complexity_text(&r, &style, &bad, &e), 0);
	assert_string_equal(bad.data, "TLE time limit exceeded  complexity: O(n^2) found, O(n) allowed (grow)\n");
	r.judgement = (struct judgement){ .verdict = VERDICT_AC };
	assert_int_equal(report_complexity_text(&r, &style, &good, &e), 0);
	assert_string_equal(good.data, "steps O(n^2), bytes O(n)\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(section__has_a_line_for_each_family),
		cmocka_unit_test(section__says_on_the_line_what_the_classes_do_not),
		cmocka_unit_test(section__does_not_blame_what_was_not_measured),
		cmocka_unit_test(section__shows_what_decided_in_full),
		cmocka_unit_test(section__shows_all_in_full_when_asked),
		cmocka_unit_test(section__tells_a_candidate_the_class_alone),
		cmocka_unit_test(section__is_not_there_without_families),
		cmocka_unit_test(section__says_why_nothing_was_counted),
		cmocka_unit_test(section__names_what_escapes_the_counting),
		cmocka_unit_test(section__fits_every_page),
		cmocka_unit_test(text__alone_ends_with_the_classes_or_the_verdict),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
