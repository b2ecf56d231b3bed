/* What verify_files promises: what nobody looks at is named, and so are texts that do not fit together. */
#include "judge/judge.h"
#include "sandbox/base/buf.h"
#include "tests/support/package_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define HEAD "problem_format_version: 2025-09\nuuid: 5d0f6a0e-52f0-4d52-9f0e-0c3f9d7f5a11\n"

static void on_line(const struct verify_line *l, void *arg)
{
	static const char *const words[] = {
		[VERIFY_OK] = "ok", [VERIFY_FAILED] = "FAILED", [VERIFY_WARNED] = "warning"
	};

	assert_null(l->reference);
	assert_int_equal(buf_printf(arg, "%s|%s\n", words[l->result], l->text), 0);
}

static void look_over(const struct place *place, struct buf *b)
{
	cleanup_problem struct problem *p = place_load(place);
	struct err e = ERR_INIT;
	size_t failed = 0;

	buf_init(b, 1u << 16);
	assert_int_equal(judge_look_over(p, on_line, b, &failed, &e), 0);
}

static void assert_says(const struct place *place, const char *line)
{
	cleanup_buf struct buf b;

	look_over(place, &b);
	if (!strstr(b.data, line))
		fail_msg("%snot: %s", b.data, line);
}

static void assert_silent(const struct place *place, const char *words)
{
	cleanup_buf struct buf b;

	look_over(place, &b);
	if (strstr(b.data, words))
		fail_msg("%swith: %s", b.data, words);
}

static void verify_files__names_what_tools_ignore(void **state)
{
	const struct place *p = *state;

	assert_silent(p, "ignore");
	place_put(p, ".git/config", "x\n");
	assert_silent(p, "ignore");
	place_put(p, "data/secret/edge/with blank.in", "1\n");
	place_put(p, "data/secret/edge/-dash.in", "1\n");
	place_put(p, "submissions/accepted/copy.c~", "int x;\n");
	assert_says(p, "warning|names that the format has tools ignore: data/secret/edge/-dash.in, "
		       "data/secret/edge/with blank.in, submissions/accepted/copy.c~\n");
}

static void verify_files__names_folders_that_are_nearly_right(void **state)
{
	const struct place *p = *state;

	assert_silent(p, "is it meant to be");
	place_put(p, "generator/x.c", "int x;\n");
	place_put(p, "data/invalid_inputs/x.in", "1\n");
	assert_says(p, "warning|generator/ is no folder of the format; is it meant to be generators/?\n");
	assert_says(p, "warning|data/invalid_inputs/ is no folder of the format; is it meant to be invalid_input/?\n");
	place_put(p, "unicode/table.awk", "x\n");
	assert_silent(p, "unicode/ is no folder");
}

static void verify_files__names_data_that_belongs_to_no_test(void **state)
{
	const struct place *p = *state;

	assert_silent(p, "belong to no test");
	place_put(p, "data/notes.md", "x\n");
	place_put(p, "data/secret/edge/committed.bak", "x\n");
	assert_says(p,
		    "warning|files in data/ that belong to no test: data/notes.md, data/secret/edge/committed.bak\n");
}

static void verify_files__compares_titles_and_statements(void **state)
{
	const struct place *p = *state;

	place_put(p, "problem.yaml", HEAD "name: {en: Two}\nlicense: public domain\n");
	assert_silent(p, "FAILED|statement");
	place_put(p, "statement/problem.sv.md", "Hej.\n");
	assert_says(p, "FAILED|statement/problem.sv.md: problem.yaml has no name in that language\n");
	place_put(p, "problem.yaml", HEAD "name:\n  en: Two\n  sv: Tva\n  de: Zwei\nlicense: public domain\n");
	assert_silent(p, "problem.sv.md");
	assert_says(p, "FAILED|problem.yaml:6: there is no statement in the language of the name 'de'\n");
	place_put(p, "statement/problem.sv.tex", "Hej.\n");
	assert_says(p, "FAILED|statement/problem.sv.tex: there is another statement in the same language\n");
}

static void verify_files__looks_at_metadata_and_line_ends(void **state)
{
	const struct place *p = *state;

	place_put(p, "problem.yaml", HEAD "name: Two\nlicense: public domain\n");
	assert_silent(p, "uuid");
	assert_silent(p, "licence");
	assert_silent(p, "carriage");
	place_put(p, "problem.yaml", "problem_format_version: 2025-09\nname: Two\nuuid: 123\n");
	assert_says(p, "warning|problem.yaml:3: uuid: has not the form of one\n");
	assert_says(p, "warning|problem.yaml: the licence is not known, so nobody else may use the package\n");
	place_put(p, "statement/problem.en.md", "Add.\r\nTwo.\r\n");
	assert_says(p, "warning|lines that end in a carriage return: statement/problem.en.md\n");
}

static void verify_files__reads_numbers_in_names(void **state)
{
	const struct place *p = *state;

	place_put(p, "data/secret/edge/test-9.in", "1 2\n");
	place_put(p, "data/secret/edge/test-9.ans", "3\n");
	place_put(p, "data/secret/edge/test-011.in", "1 2\n");
	place_put(p, "data/secret/edge/test-011.ans", "3\n");
	assert_says(p, "warning|tests run in another order than their numbers say: edge/test-011 before test-9\n");
}

static void verify_files__names_what_differs_by_case_alone(void **state)
{
	const struct place *p = *state;

	assert_silent(p, "case alone");
	place_put(p, "data/secret/edge/Twin.in", "1\n");
	place_put(p, "data/secret/edge/Twin.ans", "1\n");
	place_put(p, "data/secret/edge/twin.in", "1\n");
	place_put(p, "data/secret/edge/twin.ans", "1\n");
	assert_says(p, "warning|names that differ by case alone: data/secret/edge/Twin.ans and "
		       "data/secret/edge/twin.ans, data/secret/edge/Twin.in and data/secret/edge/twin.in\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(verify_files__names_what_tools_ignore, place_make_ours, place_remove),
		cmocka_unit_test_setup_teardown(verify_files__names_folders_that_are_nearly_right, place_make_ours,
						place_remove),
		cmocka_unit_test_setup_teardown(verify_files__names_data_that_belongs_to_no_test, place_make_ours,
						place_remove),
		cmocka_unit_test_setup_teardown(verify_files__compares_titles_and_statements, place_make_ours,
						place_remove),
		cmocka_unit_test_setup_teardown(verify_files__looks_at_metadata_and_line_ends, place_make_ours,
						place_remove),
		cmocka_unit_test_setup_teardown(verify_files__reads_numbers_in_names, place_make_ours, place_remove),
		cmocka_unit_test_setup_teardown(verify_files__names_what_differs_by_case_alone, place_make_ours,
						place_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
