/*
 * What a static validator promises: it sees the files of a submission and nothing else, is told where they begin, and
 * its word counts as that of an output validator does. The problem is `twice`, to which a validator is added, asked of
 * its group "small" unless a case says else.
 */
#include "judge/static_validator.h"
#include "tests/support/workshop.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define BODY(text)                                                                                                 \
	"#include <dirent.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n#include <unistd.h>\n" \
	"#include <sys/stat.h>\n"                                                                                  \
	"int main(int argc, char **argv)\n{\n\t(void)argc, (void)argv;\n" text "\n}\n"

#define GROUP "data/secret/small/test_group.yaml"

static void put_validator(struct workshop *w, const char *text)
{
	workshop_put(w, "static_validator/look.c", text);
	workshop_put(w, GROUP, "static_validation_score: pass-fail\n");
	workshop_load(w);
}

static const struct problem_test *static_test(const struct workshop *w)
{
	assert_int_equal(w->problem->n_static, 1);
	return &w->problem->tests[w->problem->n_tests];
}

/* Asks about files, of which one may be where they begin. */
static int ask_of(struct workshop *w, const struct source *sources, size_t n, const char *entrypoint,
		  struct checked *out, struct err *e)
{
	const struct submission s = { .sources = (struct source *)sources, .n_sources = n, .entrypoint = entrypoint };
	cleanup_static_validator struct static_validator v = STATIC_VALIDATOR_INIT;

	err_clear(e);
	checked_init(out);
	if (static_validator_open(w->judge, w->problem, &v, e) < 0)
		return e->code;
	return static_validator_ask(&v, w->judge->workers[0], &s, static_test(w), out, e);
}

static struct source source_of(const char *name, const char *text)
{
	return (struct source){ .name = name, .text = text, .len = strlen(text) };
}

static int ask(struct workshop *w, const char *text, struct checked *out, struct err *e)
{
	const struct source source = source_of("twice.c", text);

	return ask_of(w, &source, 1, NULL, out, e);
}

static void assert_says(struct workshop *w, const char *text, enum verdict verdict, const char *reason,
			const char *message)
{
	cleanup_checked struct checked checked = { 0 };
	struct err e = ERR_INIT;

	if (ask(w, text, &checked, &e) < 0)
		fail_msg("%s", e.text);
	assert_judged(&checked.judgement, verdict, reason);
	assert_string_equal(checked.judgement.reason, reason);
	assert_string_equal(checked.message.data, message);
}

/* ---- one question ------------------------------------------------------------------------------------------------ */

static void validator__rejects_with_the_first_line_for_the_candidate(void **state)
{
	put_validator(
		*state,
		BODY("	char text[1000] = { 0 };\n"
		     "	FILE *f = fopen(argv[2], \"r\");\n"
		     "	if (!f || fread(text, 1, sizeof(text) - 1, f) == 0)\n"
		     "		return 1;\n"
		     "	if (!strstr(text, \"for\"))\n"
		     "		return 42;\n"
		     "	chdir(argv[3]);\n"
		     "	f = fopen(\"teammessage.txt\", \"w\"), fputs(\"no \\033 loops\\nplease\", f), fclose(f);\n"
		     "	f = fopen(\"judgemessage.txt\", \"w\"), fputs(\"a loop\\n\", f), fclose(f);\n"
		     "	return 43;"));
	assert_says(*state, "int twice(int x) { return 2 * x; }\n", VERDICT_AC, "", "");
	assert_says(*state, "int twice(int x) { for (;;); }\n", VERDICT_WA, "no \\x1b loops", "a loop\n");
}

static void validator__is_told_language_entry_point_and_arguments(void **state)
{
	struct workshop *w = *state;

	workshop_put(w, GROUP, "static_validation_score: pass-fail\nstatic_validator_args: [a, 'b=c']\n");
	workshop_put(
		w, "static_validator/look.c",
		BODY("	return argc == 6 && !strcmp(argv[1], \"c\") && !strcmp(argv[2], \"twice.c\") &&\n"
		     "	       !strcmp(argv[3], \"/work/\") && !strcmp(argv[4], \"a\") && !strcmp(argv[5], \"b=c\") ?\n"
		     "	       42 : 43;"));
	workshop_load(w);
	assert_says(w, "x", VERDICT_AC, "", "");
	put_validator(w, BODY("	return argc == 4 && getchar() == EOF ? 42 : 43;"));
	assert_says(w, "x", VERDICT_AC, "", "");
}

static void validator__sees_the_files_of_the_submission_and_nothing_else(void **state)
{
	const struct source sources[] = { source_of("two words.c", "1"), source_of("-x.h", "2"),
					  source_of("twice.h", "the candidate's") };
	cleanup_checked struct checked checked = { 0 };
	struct workshop *w = *state;
	struct err e = ERR_INIT;

	put_validator(w, BODY("	struct dirent *en;\n"
			      "	char here[100];\n"
			      "	DIR *d = opendir(\".\");\n"
			      "	int n = 0;\n"
			      "	if (argc == 4 && strcmp(argv[2], \"two words.c\"))\n"
			      "		return 2;\n"
			      "	while ((en = readdir(d)))\n"
			      "		if (en->d_name[0] != '.' &&\n"
			      "		    !strstr(\"two words.c -x.h twice.h\", en->d_name))\n"
			      "			return fprintf(stderr, \"%s\", en->d_name), 3;\n"
			      "		else\n"
			      "			n += en->d_name[0] != '.';\n"
			      "	if (n != 3 || !getcwd(here, sizeof(here)) || !strcmp(here, \"/work\"))\n"
			      "		return 4;\n"
			      "	if (fopen(\"new\", \"w\") || fopen(\"-x.h\", \"a\") || !unlink(\"-x.h\") ||\n"
			      "	    !mkdir(\"d\", 0700))\n"
			      "		return 5;\n"
			      "	return fopen(\"/work/new\", \"w\") && access(\"/etc/passwd\", F_OK) ? 42 : 6;"));
	if (ask_of(w, sources, 3, NULL, &checked, &e) < 0)
		fail_msg("%s", e.text);
	assert_int_equal(checked.judgement.verdict, VERDICT_AC);
}

/* What one question left is not there for the next. */
static void validator__finds_an_empty_feedback_directory(void **state)
{
	put_validator(*state,
		      BODY("	return access(\"/work/mark\", F_OK) && fopen(\"/work/mark\", \"w\") ? 42 : 43;"));
	assert_says(*state, "x", VERDICT_AC, "", "");
	assert_says(*state, "x", VERDICT_AC, "", "");
}

static void validator__that_is_broken_says_nothing_of_the_source(void **state)
{
	static const struct {
		const char *body, *how;
	} broken[] = {
		{ BODY("	return 0;"), "exit 0" },
		{ BODY("	abort();"), "SIGABRT" },
		{ BODY("	for (;;)\n		printf(\"%4096d\", 0);"), "over 8 MiB" },
		{ BODY("	return mkdir(\"/work/teammessage.txt\", 0700) ? 1 : 43;"),
		  "its teammessage.txt is no file" },
	};
	char words[100];
	struct err e = ERR_INIT;

	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		cleanup_checked struct checked checked = { 0 };

		put_validator(*state, broken[i].body);
		assert_int_equal(ask(*state, "x", &checked, &e), -EPROTO);
		snprintf(words, sizeof(words), "the static validator failed: %s", broken[i].how);
		assert_string_equal(e.text, words);
	}
}

static void validator__that_does_not_compile_is_named(void **state)
{
	cleanup_checked struct checked checked = { 0 };
	struct err e = ERR_INIT;

	put_validator(*state, "int main(void) { return forty_two; }\n");
	assert_int_equal(ask(*state, "x", &checked, &e), -EPROTO);
	assert_non_null(strstr(e.text, "static validator of twice"));
	assert_non_null(strstr(e.text, "look.c:1: 'forty_two' undeclared"));
}

/* ---- the entry point --------------------------------------------------------------------------------------------- */

static void entry_point__is_where_the_program_begins(void **state)
{
	static const struct {
		struct source sources[3];
		size_t n;
		const char *given, *entry;
	} rows[] = {
		{ { { "b.c", "int f(void) { return 1; }\n", 26 }, { "a.c", "int main(void) {}\n", 18 } },
		  2,
		  NULL,
		  "a.c" },
		{ { { "x.h", "int main(void);\n", 16 }, { "f.c", "int twice(int x) {}\n", 20 } }, 2, NULL, "f.c" },
		{ { { "b.cpp", "int f();\n", 9 }, { "a.cc", "int main() { }\n", 15 } }, 2, NULL, "a.cc" },
		{ { { "x.h", "", 0 } }, 1, NULL, "x.h" },
		{ { { "b.py", "", 0 }, { "main.py", "", 0 } }, 2, NULL, "main.py" },
		{ { { "b.py", "", 0 }, { "__main__.py", "", 0 } }, 2, NULL, "__main__.py" },
		{ { { "only.py", "", 0 } }, 1, NULL, "only.py" },
		{ { { "b.py", "", 0 }, { "c.py", "", 0 } }, 2, "c.py", "c.py" },
	};
	struct workshop *w = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct submission s = { .sources = (struct source *)rows[i].sources,
					      .n_sources = rows[i].n,
					      .entrypoint = rows[i].given };

		assert_string_equal(static_entry_point(w->problem, &s), rows[i].entry);
	}
}

/* ---- on the way of a submission ---------------------------------------------------------------------------------- */

/* It rejects what has a square. */
#define NO_SQUARE                                  \
	BODY("	char text[1000] = { 0 };\n"         \
	     "	FILE *f = fopen(argv[2], \"r\");\n" \
	     "	return !f || fread(text, 1, sizeof(text) - 1, f) == 0 ? 1 : strstr(text, \"x * x\") ? 43 : 42;")

static void submission__is_asked_about_before_the_tests_of_the_group(void **state)
{
	struct workshop *w = *state;
	cleanup_report struct report good = { 0 }, bad = { 0 };

	put_validator(w, NO_SQUARE);
	good = workshop_submit(w, NULL, TWICE("	return 2 * x;"), NULL);
	assert_judged(&good.judgement, VERDICT_AC, "");
	assert_int_equal(good.n_tests, w->problem->n_tests + 1);
	assert_true(good.tests[2].test->is_static && !strcmp(good.tests[2].test->group, "small"));
	assert_int_equal(good.tests[2].judgement.verdict, VERDICT_AC);
	assert_int_equal(good.groups[1].total, 4);
	assert_false(good.tests[good.slowest].test->is_static);
	bad = workshop_submit(w, NULL, TWICE("	return x * x;"), NULL);
	assert_judged(&bad.judgement, VERDICT_WA, "");
	assert_int_equal(bad.tests[2].judgement.verdict, VERDICT_WA);
}

static void submission__is_not_blamed_for_a_broken_validator(void **state)
{
	struct workshop *w = *state;
	cleanup_report struct report r = { 0 };

	put_validator(w, BODY("	return 7;"));
	r = workshop_submit(w, NULL, TWICE("	return 2 * x;"), NULL);
	assert_judged(&r.judgement, VERDICT_JE, "test small/static: the static validator failed: exit 7");
}

static void trial__asks_about_samples_only(void **state)
{
	struct workshop *w = *state;
	struct submission s = workshop_source(TWICE("	return 2 * x;"));
	cleanup_report struct report samples = { 0 }, own = { 0 };
	struct err e = ERR_INIT;

	workshop_put(w, "data/sample/test_group.yaml", "static_validation_score: pass-fail\n");
	put_validator(w, BODY("	return 43;"));
	assert_int_equal(w->problem->n_static, 2);
	assert_int_equal(judge_try(w->judge, w->problem, &s, NULL, 0, &samples, &e), 0);
	assert_int_equal(samples.n_tests, 3);
	assert_true(samples.tests[0].test->is_static);
	assert_judged(&samples.judgement, VERDICT_WA, "");
	assert_int_equal(judge_try(w->judge, w->problem, &s, "1\n", 2, &own, &e), 0);
	assert_judged(&own.judgement, VERDICT_AC, "");
	submission_clear(&s);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, workshop_reset)
	const struct CMUnitTest tests[] = {
		TEST(validator__rejects_with_the_first_line_for_the_candidate),
		TEST(validator__is_told_language_entry_point_and_arguments),
		TEST(validator__sees_the_files_of_the_submission_and_nothing_else),
		TEST(validator__finds_an_empty_feedback_directory),
		TEST(validator__that_is_broken_says_nothing_of_the_source),
		TEST(validator__that_does_not_compile_is_named),
		TEST(entry_point__is_where_the_program_begins),
		TEST(submission__is_asked_about_before_the_tests_of_the_group),
		TEST(submission__is_not_blamed_for_a_broken_validator),
		TEST(trial__asks_about_samples_only),
	};

	return cmocka_run_group_tests_name("static_validator", tests, workshop_open, workshop_close);
}
