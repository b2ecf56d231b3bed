/* What standard_yaml promises: texts of strangers stay texts, and what the legacy format said is said in new words. */
#include "judge/package/standard.h"
#include "tests/support/package_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Read back as the text of a map's key. */
static void assert_same(const char *text)
{
	cleanup_arena struct arena memory;
	cleanup_buf struct buf out;
	const struct yaml *root;
	struct err e = ERR_INIT;

	arena_init(&memory, 1 << 20);
	buf_init(&out, 4096);
	buf_puts(&out, "key: ");
	standard_put_text(&out, text);
	buf_putc(&out, '\n');
	if (yaml_parse("x.yaml", out.data, out.len, &memory, &root, &e) < 0)
		fail_msg("%s: %s", out.data, e.text);
	assert_string_equal(yaml_get(root, "key")->text, text);
}

static void text__comes_back_as_it_was(void **state)
{
	static const char *const texts[] = { "",           "plain",       "a: b",
					     "\"quoted\"", "back\\slash", "two\nlines",
					     "\t\x1b[31m", "{x}",         "# none",
					     "no",         "null",        "\xc3\xa4 \xe2\x82\xac",
					     "'",          "- a",         "\\x41 \\n" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		assert_same(texts[i]);
}

static void words__are_a_list(void **state)
{
	cleanup_buf struct buf out;

	(void)state;
	buf_init(&out, 4096);
	standard_put_words(&out, "  float_tolerance 1e-6\ta\"b ");
	assert_string_equal(out.data, "[\"float_tolerance\", \"1e-6\", \"a\\\"b\"]");
	buf_reset(&out);
	standard_put_words(&out, " ");
	assert_string_equal(out.data, "[]");
}

static void problem_yaml__says_the_same_in_new_words(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = place_load(place);
	cleanup_arena struct arena memory;
	cleanup_package struct package pk = { .fd = -1 };
	const struct yaml *root;
	cleanup_buf struct buf out;
	struct err e = ERR_INIT;

	arena_init(&memory, 1 << 20);
	buf_init(&out, 1 << 16);
	assert_int_equal(package_open(place->dir, &memory, &pk, &e), 0);
	assert_int_equal(package_yaml(&pk, "problem.yaml", &root, &e), 0);
	assert_int_equal(standard_problem_yaml(p, root, &out, &e), 0);
	assert_non_null(strstr(out.data, "problem_format_version: 2025-09\n"));
	assert_non_null(strstr(out.data, "type: [pass-fail]\n"));
	assert_non_null(strstr(out.data, "credits: \"Somebody\"\nlicense: \"cc by-sa\"\n"));
	assert_non_null(strstr(out.data, "keywords: [\"dp\", \"graphs\"]\n"));
	assert_non_null(strstr(out.data, "  time_multipliers: {ac_to_time_limit: 4, time_limit_to_tle: 2}\n"));
	assert_non_null(strstr(out.data, "  memory: 64\n"));
	assert_null(strstr(out.data, "validator_flags"));
}

/* Two packages that differ have other ids, the same one the same. */
static void problem_yaml__has_a_uuid_of_the_content(void **state)
{
	cleanup_problem struct problem *p = place_load(*state);
	cleanup_arena struct arena memory;
	cleanup_buf struct buf out;
	const struct yaml *root, *uuid;
	struct err e = ERR_INIT;

	arena_init(&memory, 1 << 20);
	buf_init(&out, 1 << 16);
	assert_int_equal(yaml_parse("problem.yaml", "{}\n", 3, &memory, &root, &e), 0);
	assert_int_equal(standard_problem_yaml(p, root, &out, &e), 0);
	assert_int_equal(yaml_parse("made.yaml", out.data, out.len, &memory, &root, &e), 0);
	uuid = yaml_get(root, "uuid");
	assert_non_null(uuid);
	assert_int_equal(strlen(uuid->text), 36);
	assert_int_equal(strncmp(uuid->text, p->hash, 8), 0);
	assert_int_equal(uuid->text[14], '8');
	assert_int_equal(uuid->text[19], 'a');
}

static void references__that_tests_cannot_reject_stay_behind(void **state)
{
	static const struct {
		struct problem_reference reference;
		bool taken;
	} rows[] = {
		{ { .expected = { VERDICT_AC, "" } }, true },
		{ { .expected = { VERDICT_WA, "" } }, true },
		{ { .expected = { VERDICT_TLE, "" } }, true },
		{ { .expected = { VERDICT_TLE, "complexity: O(n^2)" } }, false },
		{ { .expected = { VERDICT_TLE, "" }, .family = "random" }, false },
		{ { .expected = { VERDICT_RTE, "SIGSEGV" } }, true },
		{ { .expected = { VERDICT_RTE, "leak" } }, false },
		{ { .expected = { VERDICT_CE, "" } }, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(standard_takes(&rows[i].reference), rows[i].taken);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text__comes_back_as_it_was),
		cmocka_unit_test(words__are_a_list),
		cmocka_unit_test_setup_teardown(problem_yaml__says_the_same_in_new_words, place_make_legacy,
						place_remove),
		cmocka_unit_test_setup_teardown(problem_yaml__has_a_uuid_of_the_content, place_make_legacy,
						place_remove),
		cmocka_unit_test(references__that_tests_cannot_reject_stay_behind),
	};

	return cmocka_run_group_tests_name("standard_yaml", tests, NULL, NULL);
}
