/*
 * What the judging of a multi-pass problem promises: as many runs as the validator asks for, each under the whole
 * limits and with what it left for it; one judgement; and whatever a validator does that it may not is its fault. The
 * problem is `twice`, whose validator wants each number doubled three times, in a run of its own each.
 */
#include "tests/support/workshop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define YAML(type, passes)                                                                \
	"problem_format_version: 2025-09\ntype: [" type "]\nname: {en: Twice a number}\n" \
	"uuid: 6f0b4a52-6d0c-4c43-9c87-2f6f3c1f5a10\nlicense: public domain\n"            \
	"limits: {time_limit: 0.3, time_resolution: 0.1, memory: 32, output: 1, validation_time: 1" passes "}\n"

/*
 * The number of the pass is what it finds of itself; `judgemessage.txt` grows by a line each time. `looks` stands
 * behind each number y that it gets for x, `ends` before the last word. `says` is what it does with x.
 */
#define VALIDATOR_OF(says, looks, ends)                                                         \
	"#include <stdio.h>\n#include <stdlib.h>\n#include <sys/stat.h>\n#include <unistd.h>\n" \
	"static void leave(const char *path, const char *text)\n"                               \
	"{\n"                                                                                   \
	"	FILE *f = fopen(path, \"w\");\n"                                                      \
	"	fputs(text, f), fclose(f);\n"                                                         \
	"}\n"                                                                                   \
	"static int no(void)\n"                                                                 \
	"{\n"                                                                                   \
	"	leave(\"/work/teammessage.txt\", \"not twice\");\n"                                   \
	"	return unlink(\"/work/nextpass.in\"), 43;\n"                                          \
	"}\n"                                                                                   \
	"int main(int argc, char **argv)\n"                                                     \
	"{\n"                                                                                   \
	"	FILE *in = argc >= 4 ? fopen(argv[1], \"r\") : NULL, *f, *next = NULL;\n"             \
	"	int x, y, pass = 1;\n"                                                                \
	"	if (!in || !access(\"/work/nextpass.in\", F_OK))\n"                                   \
	"		return 1;\n"                                                                         \
	"	if ((f = fopen(\"/work/passes\", \"r\")))\n"                                          \
	"		fscanf(f, \"%d\", &pass), fclose(f);\n"                                              \
	"	f = fopen(\"/work/passes\", \"w\"), fprintf(f, \"%d\", pass + 1), fclose(f);\n"       \
	"	f = fopen(\"/work/judgemessage.txt\", \"a\"), fprintf(f, \"pass %d\\n\", pass);\n"    \
	"	fclose(f);\n"                                                                         \
	"	if (pass < 3)\n"                                                                      \
	"		next = fopen(\"/work/nextpass.in\", \"w\");\n"                                       \
	"	while (fscanf(in, \"%d\", &x) == 1) {\n" says "		if (scanf(\"%d\", &y) != 1)\n" \
	"			return no();\n" looks "		if (y != 2 * x)\n"                     \
	"			return no();\n"                                                                     \
	"		if (next)\n"                                                                         \
	"			fprintf(next, \"%d\\n\", y);\n"                                                     \
	"	}\n" ends "	return 42;\n"                                                       \
	"}\n"
#define VALIDATOR(looks, ends) VALIDATOR_OF("", looks, ends)
#define PLAIN                  VALIDATOR("", "")
#define LIBRARY                "#include <signal.h>\n#include <stdlib.h>\n#include <time.h>\n#include <unistd.h>\n"

static void put(struct workshop *w, const char *yaml, const char *validator)
{
	workshop_put(w, "problem.yaml", yaml);
	workshop_put(w, "output_validator/validate.c", validator);
	workshop_load(w);
}

#define MULTI YAML("multi-pass", ", validation_passes: 3")

static int set_up(void **state)
{
	if (workshop_reset(state) < 0)
		return -1;
	put(*state, MULTI, PLAIN);
	return 0;
}

static void assert_verdict(struct workshop *w, const char *text, enum verdict verdict, const char *reason)
{
	struct report r = workshop_submit(w, NULL, text, NULL);

	assert_judged(&r.judgement, verdict, reason);
	report_clear(&r);
}

static void submission__is_run_as_often_as_it_is_asked(void **state)
{
	const struct judge_options keep = { .keep_messages = true };
	struct report r =
		workshop_submit(*state, NULL, TWICE("	static int n;\n	n++;\n	return x + x + (n > 100);"), &keep);

	assert_judged(&r.judgement, VERDICT_AC, "");
	assert_int_equal(r.soundness, SOUNDNESS_DONE);
	for (size_t i = 0; i < r.n_tests; i++) {
		assert_int_equal(r.tests[i].pass, 3);
		assert_string_equal(r.tests[i].judge_message, "pass 1\npass 2\npass 3\n");
		assert_null(r.tests[i].expected);
		assert_null(r.tests[i].found);
	}
	report_clear(&r);
}

static void submission__is_shown_the_pass_in_which_it_failed(void **state)
{
	const struct judge_options keep = { .keep_data = true };
	struct report r = workshop_submit(*state, NULL, TWICE("	return x == 42 ? 0 : x + x;"), &keep);
	const struct report_test *t;

	assert_judged(&r.judgement, VERDICT_WA, "not twice");
	t = &r.tests[r.first_failed];
	assert_int_equal(t->pass, 2);
	assert_string_equal(t->test->name, "1-one");
	assert_string_equal(t->input, "42\n");
	assert_string_equal(t->found, "0\n");
	assert_string_equal(t->judge_message, "pass 1\npass 2\n");
	report_clear(&r);
	r = workshop_submit(*state, NULL, TWICE("	return x == 2 ? 0 : x + x;"), &keep);
	assert_int_equal(r.first_failed, 0);
	assert_int_equal(r.tests[0].pass, 1);
	report_clear(&r);
}

static void submission__is_blamed_for_its_own_end_in_any_pass(void **state)
{
	struct report r;

	assert_verdict(*state, LIBRARY TWICE("	if (x == 12)\n		abort();\n	return x + x;"), VERDICT_RTE,
		       "SIGABRT");
	assert_verdict(*state, LIBRARY TWICE("	if (x == 6)\n		exit(0);\n	return x + x;"), VERDICT_RTE,
		       "exit 0 before the test was over");
	assert_verdict(*state, TWICE("	while (x == 6)\n		;\n	return x + x;"), VERDICT_TLE,
		       "over 0.3 s");
	assert_verdict(*state, LIBRARY TWICE("	while (x == 6)\n		pause();\n	return x + x;"),
		       VERDICT_WTL, "over 1 s");
	r = workshop_submit(*state, NULL, LIBRARY TWICE("	if (x == 6)\n		abort();\n	return x + x;"),
			    NULL);
	assert_int_equal(r.tests[1].pass, 2);
	assert_string_equal(r.tests[1].judge_message, "pass 1\n");
	report_clear(&r);
}

/* Three times two thirds of the limit. */
static void limits__are_those_of_each_pass(void **state)
{
	struct report r =
		workshop_submit(*state, NULL,
				LIBRARY TWICE("	if (x == 3 || x == 6 || x == 12)\n"
					      "		while (clock() < CLOCKS_PER_SEC / 5)\n			;\n"
					      "	return x + x;"),
				NULL);

	assert_judged(&r.judgement, VERDICT_AC, "");
	assert_in_range(r.tests[1].cpu_us, 190000, 300000);
	report_clear(&r);
}

static void submission__is_judged_alike_by_any_number_of_workers(void **state)
{
	struct workshop *w = *state;

	for (unsigned n = 1; n <= 3; n += 2) {
		cleanup_judge struct judge *j = workshop_judge(w, n);
		struct report r = workshop_submit(w, j, TWICE("	return x == 42 ? 7 : x + x;"), NULL);

		assert_judged(&r.judgement, VERDICT_WA, "not twice");
		assert_int_equal(r.first_failed, 2);
		assert_int_equal(r.tests[2].pass, 2);
		assert_int_equal(r.tests[3].judgement.verdict, VERDICT_AC);
		report_clear(&r);
	}
}

/* The model comes through, so that there are tests; then it breaks over what a submission says. */
static void validator__that_breaks_the_rules_is_at_fault(void **state)
{
	static const struct {
		const char *validator, *how;
	} broken[] = {
		{ VALIDATOR("		if (y == 777)\n			return 43;\n", ""),
		  "it rejects, and leaves a nextpass.in" },
		{ VALIDATOR("		if (y == 777)\n			pass = -1;\n		y = 2 * x;\n",
			    "	if (pass < 0)\n		leave(\"/work/passes\", \"-5\");\n"),
		  "it wants more than 3 passes" },
		{ VALIDATOR("		if (y == 777)\n"
			    "			return no(), mkdir(\"/work/nextpass.in\", 0700) ? 1 : 42;\n",
			    ""),
		  "its nextpass.in is no file" },
		{ VALIDATOR("		if (y == 777)\n			return 44;\n", ""), "exit 44" },
	};
	char words[200];

	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		put(*state, MULTI, broken[i].validator);
		snprintf(words, sizeof(words), "test sample/2: the output validator failed: %s", broken[i].how);
		assert_verdict(*state, TWICE("	return x == 3 ? 777 : 2 * x;"), VERDICT_JE, words);
	}
}

static void tests__need_a_model_that_comes_through_all_passes(void **state)
{
	put(*state, MULTI, VALIDATOR("		if (x == 6)\n			return no();\n", ""));
	assert_verdict(*state, TWICE("	return 2 * x;"), VERDICT_JE,
		       "tests of twice: test sample/2: the model solution fails on it: WA, not twice");
	put(*state, YAML("multi-pass", ""), PLAIN);
	assert_verdict(*state, TWICE("	return 2 * x;"), VERDICT_JE,
		       "tests of twice: test sample/1: the output validator failed: it wants more than 2 passes");
}

static void soundness__is_looked_at_in_every_pass(void **state)
{
	struct workshop *w = *state;
	struct report r;

	assert_verdict(w,
		       LIBRARY TWICE("	int *p = malloc(4), y;\n	p[x == 6] = 2 * x;\n"
				     "	y = p[x == 6];\n	free(p);\n	return y;"),
		       VERDICT_RTE, "heap-buffer-overflow twice.c:");
	/* One that does not end the run, and is not met again. */
	r = workshop_submit(w, NULL,
			    TWICE("	volatile int huge = x == 3 ? 2147483647 : 0;\n	huge += 1;\n	return x + x;"),
			    NULL);
	assert_judged(&r.judgement, VERDICT_AC, "");
	assert_int_equal(r.n_findings, 1);
	assert_string_equal(r.findings[0].flaw.kind->name, "signed-integer-overflow");
	assert_int_equal(r.findings[0].test, 1);
	report_clear(&r);
}

static void trial__with_an_own_input_has_all_passes(void **state)
{
	struct workshop *w = *state;
	struct submission s = workshop_source(TWICE("	return x == 20 ? 0 : 2 * x;"));
	struct report r;
	struct err e = ERR_INIT;

	assert_int_equal(judge_try(w->judge, w->problem, &s, "4 6\n", 4, &r, &e), 0);
	assert_judged(&r.judgement, VERDICT_AC, "");
	assert_int_equal(r.tests[0].pass, 3);
	report_clear(&r);
	assert_int_equal(judge_try(w->judge, w->problem, &s, "5\n", 2, &r, &e), 0);
	assert_judged(&r.judgement, VERDICT_WA, "not twice");
	assert_int_equal(r.tests[0].pass, 3);
	report_clear(&r);
	submission_clear(&s);
}

/* ---- in a conversation ------------------------------------------------------------------------------------------- */

#define TALKS(looks, ends) VALIDATOR_OF("		printf(\"%d\\n\", x), fflush(stdout);\n", looks, ends)

static void conversation__may_have_passes(void **state)
{
	struct workshop *w = *state;
	struct report r;

	put(w, YAML("multi-pass, interactive", ", validation_passes: 3"), TALKS("", ""));
	r = workshop_submit(w, NULL, TWICE("	static int n;\n	n++;\n	return x + x + (n > 100);"), NULL);
	assert_judged(&r.judgement, VERDICT_AC, "");
	assert_int_equal(r.tests[1].pass, 3);
	assert_string_equal(r.tests[1].judge_message, "pass 1\npass 2\npass 3\n");
	report_clear(&r);
	r = workshop_submit(w, NULL, TWICE("	return x == 12 ? 7 : 2 * x;"), NULL);
	assert_judged(&r.judgement, VERDICT_WA, "not twice");
	assert_int_equal(r.tests[r.first_failed].pass, 3);
	report_clear(&r);
	assert_verdict(w, LIBRARY TWICE("	if (x == 6)\n		abort();\n	return x + x;"), VERDICT_RTE,
		       "SIGABRT");
	assert_verdict(w, LIBRARY TWICE("	while (x == 6)\n		pause();\n	return x + x;"),
		       VERDICT_WTL, "over 1 s");
}

/* It wants to go on; the submission has crashed behind its last word. */
static void conversation__of_one_that_crashed_has_no_other_pass(void **state)
{
	struct workshop *w = *state;
	struct report r;

	put(w, YAML("multi-pass, interactive", ", validation_passes: 3"), TALKS("", ""));
	r = workshop_submit(
		w, NULL,
		LIBRARY TWICE("	if (x == 4)\n		write(3, \"8\\n\", 2), abort();\n	return x + x;"), NULL);
	assert_judged(&r.judgement, VERDICT_RTE, "SIGABRT");
	assert_int_equal(r.tests[0].pass, 2);
	report_clear(&r);
}

static void conversation__that_breaks_the_rules_of_passes_is_the_validators_fault(void **state)
{
	put(*state, YAML("multi-pass, interactive", ", validation_passes: 3"),
	    TALKS("		if (y == 777)\n			return 43;\n", ""));
	assert_verdict(*state, TWICE("	return x == 3 ? 777 : 2 * x;"), VERDICT_JE,
		       "test sample/2: the output validator failed: it rejects, and leaves a nextpass.in");
}

/* ---- scores ------------------------------------------------------------------------------------------------------ */

/* One that is written in an early pass is there in the end. */
static void score__is_that_of_all_passes(void **state)
{
	struct workshop *w = *state;
	struct report r;

	workshop_put_program(w);
	workshop_put(w, "data/secret/test_group.yaml", "max_score: unbounded\n");
	workshop_put(w, "submissions/accepted/a.c", "int main(void) { return 0; }\n");
	put(w, YAML("scoring, multi-pass", ", validation_passes: 3"),
	    VALIDATOR("", "	if (pass == 2)\n		leave(\"/work/score.txt\", \"7\");\n"));
	r = workshop_submit(
		w, NULL,
		"#include <stdio.h>\nint main(void)\n{\n	int x;\n"
		"	while (scanf(\"%d\", &x) == 1)\n		printf(\"%d\\n\", 2 * x);\n	return 0;\n}\n",
		NULL);
	assert_judged(&r.judgement, VERDICT_AC, "");
	assert_true(r.scored && r.score == 14);
	report_clear(&r);
}

#define CASE(fn) cmocka_unit_test_setup(fn, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(submission__is_run_as_often_as_it_is_asked),
		CASE(submission__is_shown_the_pass_in_which_it_failed),
		CASE(submission__is_blamed_for_its_own_end_in_any_pass),
		CASE(limits__are_those_of_each_pass),
		CASE(submission__is_judged_alike_by_any_number_of_workers),
		CASE(validator__that_breaks_the_rules_is_at_fault),
		CASE(tests__need_a_model_that_comes_through_all_passes),
		CASE(soundness__is_looked_at_in_every_pass),
		CASE(trial__with_an_own_input_has_all_passes),
		CASE(conversation__may_have_passes),
		CASE(conversation__of_one_that_crashed_has_no_other_pass),
		CASE(conversation__that_breaks_the_rules_of_passes_is_the_validators_fault),
		CASE(score__is_that_of_all_passes),
	};

	return cmocka_run_group_tests_name("passes", tests, workshop_open, workshop_close);
}
