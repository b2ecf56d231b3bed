/*
 * The section about soundness, for each reader; and the same findings as SARIF.
 */
#include "judge/report/report_view.h"
#include "sandbox/base/json.h"
#include "tests/support/report_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define TEXT_MAX (1u << 20)

static void render(enum report_view view, int verbosity, struct buf *text)
{
	const struct report_style style = { .view = view, .width = 100, .verbosity = verbosity };
	cleanup_report struct report r;
	struct err e = ERR_INIT;

	fixture_report(&r, FIXTURE_AC);
	fixture_add_findings(&r);
	buf_init(text, TEXT_MAX);
	assert_int_equal(report_text(&r, &style, text, &e), 0);
}

static bool holds(const struct buf *text, const char *words)
{
	return strstr(text->data, words) != NULL;
}

static void section__says_what_and_where_and_whence(void **state)
{
	cleanup_buf struct buf text;

	(void)state;
	render(VIEW_OWNER, 0, &text);
	assert_true(holds(&text, "heap-use-after-free "));
	assert_true(holds(&text, ":3 (get)"));
	assert_true(holds(&text, "A block is used after it was freed"));
	assert_true(holds(&text, "called from "));
	assert_true(holds(&text, "freed at "));
	assert_true(holds(&text, "allocated at "));
	assert_true(holds(&text, "it does not decide here"));
	assert_true(holds(&text, "edge/secret"));
	assert_true(holds(&text, "RTE run-time error  heap-use-after-free "));
}

static void section__shows_a_candidate_no_more_than_samples_do(void **state)
{
	cleanup_buf struct buf text;

	(void)state;
	render(VIEW_CANDIDATE, 1, &text);
	assert_false(holds(&text, "heap-use-after-free"));
	assert_false(holds(&text, "edge/secret"));
	assert_true(holds(&text, "signed-integer-overflow"));
}

static void section__is_not_there_without_findings(void **state)
{
	const struct report_style style = { .view = VIEW_OWNER, .width = 100 };
	cleanup_report struct report r;
	cleanup_buf struct buf text;
	struct err e = ERR_INIT;

	(void)state;
	fixture_report(&r, FIXTURE_AC);
	r.soundness = SOUNDNESS_DONE;
	buf_init(&text, TEXT_MAX);
	assert_int_equal(report_text(&r, &style, &text, &e), 0);
	assert_false(holds(&text, "soundness"));
}

static void words__are_safe_to_show_and_fit(void **state)
{
	char name[SOURCE_NAME_MAX + 1], words[REASON_MAX];
	struct flaw f = {
		.kind = finding_kind("leak"), .bytes = 48, .blocks = 1, .allocated = { "a\033[2J.c", NULL, 17, 0 }
	};

	(void)state;
	flaw_words(&f, words);
	assert_string_equal(words, "leak 48 B in 1 block, allocated at a\\x1b[2J.c:17");
	memset(name, 'a', SOURCE_NAME_MAX);
	name[SOURCE_NAME_MAX] = 0;
	f = (struct flaw){ .kind = finding_kind("heap-buffer-overflow"),
			   .frames = { { name, NULL, 4294967295u, 0 } },
			   .n_frames = 1 };
	flaw_words(&f, words);
	assert_true(strlen(words) < REASON_MAX);
	/* Where nothing of the candidate's ran, the place is that of the memory. */
	f = (struct flaw){ .kind = finding_kind("heap-use-after-free"), .freed = { "a.c", NULL, 9, 0 } };
	flaw_words(&f, words);
	assert_string_equal(words, "heap-use-after-free, freed at a.c:9");
	f.freed.file = NULL;
	flaw_words(&f, words);
	assert_string_equal(words, "heap-use-after-free");
}

static const cJSON *at(const cJSON *node, const char *path)
{
	char key[64];

	for (; node && *path; path += strcspn(path, "."), path += *path == '.') {
		snprintf(key, sizeof(key), "%.*s", (int)strcspn(path, "."), path);
		node = cJSON_IsArray(node) ? cJSON_GetArrayItem(node, key[0] - '0')
					   : cJSON_GetObjectItemCaseSensitive(node, key);
	}
	return node;
}

static cJSON *sarif(enum report_view view, struct buf *text)
{
	const struct report_style style = { .view = view };
	cleanup_report struct report r;
	struct err e = ERR_INIT;
	cJSON *tree;

	fixture_report(&r, FIXTURE_AC);
	fixture_add_findings(&r);
	r.findings[0].flaw.frames[0].file = "my file\xc3\xa9.c";
	buf_init(text, TEXT_MAX);
	assert_int_equal(report_sarif(&r, &style, text, &e), 0);
	tree = cJSON_Parse(text->data);
	assert_non_null(tree);
	return tree;
}

static void sarif__has_rule_place_and_fingerprint(void **state)
{
	static const char *const rows[][2] = {
		{ "version", "2.1.0" },
		{ "runs.0.tool.driver.name", "judge" },
		{ "runs.0.tool.driver.rules.0.id", "heap-use-after-free" },
		{ "runs.0.tool.driver.rules.1.id", "signed-integer-overflow" },
		{ "runs.0.results.0.ruleId", "heap-use-after-free" },
		{ "runs.0.results.0.level", "error" },
		{ "runs.0.results.0.locations.0.physicalLocation.artifactLocation.uri", "my%20file%C3%A9.c" },
		{ "runs.0.results.0.relatedLocations.0.message.text", "freed here" },
		{ "runs.0.results.1.level", "warning" },
		{ "runs.0.properties.verdict", "RTE" },
	};
	cleanup_buf struct buf text;
	cleanup_json cJSON *tree = sarif(VIEW_OWNER, &text);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const cJSON *value = at(tree, rows[i][0]);

		if (!cJSON_IsString(value))
			fail_msg("%s is not there: %s", rows[i][0], text.data);
		assert_string_equal(value->valuestring, rows[i][1]);
	}
	assert_int_equal(at(tree, "runs.0.results.1.locations.0.physicalLocation.region.startColumn")->valueint, 2);
	assert_int_equal(strlen(cJSON_GetObjectItemCaseSensitive(at(tree, "runs.0.results.0.partialFingerprints"),
								 "kindAndLine/v1")
					->valuestring),
			 64);
}

static void sarif__holds_back_what_the_report_does(void **state)
{
	cleanup_buf struct buf text;
	cleanup_json cJSON *tree = sarif(VIEW_CANDIDATE, &text);

	(void)state;
	assert_false(holds(&text, "heap-use-after-free"));
	assert_int_equal(cJSON_GetArraySize(at(tree, "runs.0.tool.driver.rules")), 1);
	assert_true(cJSON_IsNull(at(tree, "runs.0.properties.reason")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(section__says_what_and_where_and_whence),
		cmocka_unit_test(section__shows_a_candidate_no_more_than_samples_do),
		cmocka_unit_test(section__is_not_there_without_findings),
		cmocka_unit_test(words__are_safe_to_show_and_fit),
		cmocka_unit_test(sarif__has_rule_place_and_fingerprint),
		cmocka_unit_test(sarif__holds_back_what_the_report_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
