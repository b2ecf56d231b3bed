/* What verify_interactions promises: a sample that would mislead people is named with its line. */
#include "judge/judge.h"
#include "sandbox/base/buf.h"
#include "tests/support/package_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define SAMPLE "data/sample/1.interaction"

static void on_line(const struct verify_line *l, void *arg)
{
	if (strstr(l->text, ".interaction") || strstr(l->text, "what is said"))
		assert_int_equal(buf_printf(arg, "%s\n", l->text), 0);
}

static void assert_says(const struct place *place, const char *lines)
{
	cleanup_problem struct problem *p = place_load(place);
	cleanup_buf struct buf b;
	struct err e = ERR_INIT;
	size_t failed = 0;

	buf_init(&b, 1u << 16);
	assert_int_equal(judge_look_over(p, on_line, &b, &failed, &e), 0);
	assert_string_equal(b.data, lines);
}

static void put(const struct place *p, const char *type, const char *text)
{
	char yaml[400];

	snprintf(yaml, sizeof(yaml),
		 "problem_format_version: 2025-09\nuuid: 5d0f6a0e-52f0-4d52-9f0e-0c3f9d7f5a11\nname: {en: A}\n"
		 "type: [%s]\nlicense: public domain\n",
		 type);
	place_put(p, "problem.yaml", yaml);
	place_put(p, "output_validator/validate.c", "int main(void) { return 42; }\n");
	place_put(p, "data/sample/1.in", "1\n");
	place_put(p, "data/sample/1.ans", "1\n");
	place_put(p, "data/sample/1.in.download", "");
	place_put(p, "data/sample/1.ans.download", "");
	place_put(p, SAMPLE, text);
}

static void interaction__of_two_marks_is_one(void **state)
{
	const struct place *p = *state;

	put(p, "interactive", "<5\n>3\n<lower\n<and more\n>1\n>2");
	assert_says(p, "1 sample of what is said\n");
	put(p, "multi-pass", "<5\n<6\n>3\n---\n<3\n>5\n");
	assert_says(p, "1 sample of what is said\n");
	put(p, "multi-pass, interactive", "<5\n>3\n<2\n---\n>3\n<5\n");
	place_put(p, "data/sample/2.in", "1\n");
	place_put(p, "data/sample/2.ans", "1\n");
	place_put(p, "data/sample/2.in.download", "");
	place_put(p, "data/sample/2.ans.download", "");
	place_put(p, "data/sample/2.interaction", "<\n>\n");
	assert_says(p, "2 samples of what is said\n");
}

static void interaction__that_is_malformed_is_named(void **state)
{
	static const struct {
		const char *type, *text, *says;
	} cases[] = {
		{ "interactive", "<5\n3\n", SAMPLE ":2: a line begins with '<' or '>'\n" },
		{ "interactive", "<5\n\n>3\n", SAMPLE ":2: a line begins with '<' or '>'\n" },
		{ "interactive", "<5\n---\n<3\n", SAMPLE ":2: passes are those of multi-pass problems\n" },
		{ "interactive", "", SAMPLE ":1: nothing is said in the end\n" },
		{ "multi-pass", "<5\n ---\n", SAMPLE ":2: a line begins with '<' or '>', or is '---'\n" },
		{ "multi-pass", "<5\n>3\n<6\n", SAMPLE ":3: an input stands ahead of its answer\n" },
		{ "multi-pass", "<5\n---\n---\n<3\n", SAMPLE ":3: nothing is said in the pass that ends here\n" },
		{ "multi-pass", "<5\n---\n", SAMPLE ":2: nothing is said in the end\n" },
		{ "pass-fail", "<5\n", SAMPLE ": is for interactive and multi-pass problems\n" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		put(*state, cases[i].type, cases[i].text);
		assert_says(*state, cases[i].says);
	}
}

static void interaction__needs_files_to_download_and_none_to_show(void **state)
{
	const struct place *p = *state;

	put(p, "interactive", "<5\n");
	place_take(p, "data/sample/1.ans.download");
	place_put(p, "data/sample/1.in.statement", "");
	assert_says(p, SAMPLE ": data/sample/1.ans.download is not there\n" SAMPLE
			      ": data/sample/1.in.statement is not to be there\n");
}

static void interaction__of_the_legacy_format_needs_no_test(void **state)
{
	const struct place *p = *state;

	put(p, "interactive", "<5\n");
	place_take(p, "output_validator");
	place_put(p, "problem.yaml", "name: A\nlicense: cc0\nvalidation: custom interactive\n");
	place_put(p, "output_validators/validate.c", "int main(void) { return 42; }\n");
	place_put(p, "data/sample/other.interaction", ">1\n");
	assert_says(p, "2 samples of what is said\n");
}

#define CASE(fn) cmocka_unit_test_setup_teardown(fn, place_make_theirs, place_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(interaction__of_two_marks_is_one),
		CASE(interaction__that_is_malformed_is_named),
		CASE(interaction__needs_files_to_download_and_none_to_show),
		CASE(interaction__of_the_legacy_format_needs_no_test),
	};

	return cmocka_run_group_tests_name("verify_interactions", tests, NULL, NULL);
}
