/*
 * What the judging of an interactive problem promises: whose fault it was, whatever both did; and that every stage has
 * the validator at its side. The problem is `twice`: the validator says a number and wants to hear its double, for each
 * of the input.
 */
#include "tests/support/workshop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define YAML                                                                                        \
	"problem_format_version: 2025-09\ntype: interactive\nname: {en: Twice a number}\n"          \
	"uuid: 6f0b4a52-6d0c-4c43-9c87-2f6f3c1f5a10\nlicense: public domain\n"                      \
	"limits: {time_limit: 0.3, time_resolution: 0.1, memory: 32, output: 1, validation_time: 1" \
	"}\n"

/* `looks` stands behind each number that it hears. */
#define VALIDATOR_HEAD                                                   \
	"#include <stdio.h>\n#include <stdlib.h>\n#include <unistd.h>\n" \
	"static int no(const char *why)\n"                               \
	"{\n"                                                            \
	"	FILE *f = fopen(\"/work/teammessage.txt\", \"w\");\n"          \
	"	fputs(why, f), fclose(f);\n"                                   \
	"	f = fopen(\"/work/judgemessage.txt\", \"w\");\n"               \
	"	fputs(\"for judges\", f), fclose(f);\n"                        \
	"	return 43;\n"                                                  \
	"}\n"
#define VALIDATOR(looks)                                                               \
	VALIDATOR_HEAD                                                                 \
	"int main(int argc, char **argv)\n"                                            \
	"{\n"                                                                          \
	"	FILE *in = argc >= 4 ? fopen(argv[1], \"r\") : NULL;\n"                      \
	"	int x, y;\n"                                                                 \
	"	while (in && fscanf(in, \"%d\", &x) == 1) {\n"                               \
	"		printf(\"%d\\n\", x), fflush(stdout);\n"                                    \
	"		if (scanf(\"%d\", &y) != 1)\n"                                              \
	"			return no(\"silence\");\n" looks "		if (y != 2 * x)\n" \
	"			return no(\"not twice\");\n"                                               \
	"	}\n"                                                                         \
	"	return in ? 42 : 1;\n"                                                       \
	"}\n"

#define PLAIN VALIDATOR("")

/* At the number of the samples that is first there, and once more: the model must come through all tests. */
#define ON_THREE(what) TWICE("	if (x == 3) {\n" what "\n	}\n	return 2 * x;")
#define LIBRARY        "#include <stdlib.h>\n#include <stdio.h>\n#include <unistd.h>\n#include <signal.h>\n"

static void put(struct workshop *w, const char *validator, const char *sections)
{
	cleanup_buf struct buf text = { 0 };

	buf_init(&text, 1 << 16);
	assert_int_equal(buf_printf(&text, "%s%s", WORKSHOP_JUDGE_YAML, sections), 0);
	workshop_put(w, "problem.yaml", YAML);
	workshop_put(w, "judge.yaml", text.data);
	workshop_put(w, "output_validator/validate.c", validator);
	workshop_load(w);
}

static int set_up(void **state)
{
	if (workshop_reset(state) < 0)
		return -1;
	put(*state, PLAIN, "");
	return 0;
}

static void assert_verdict(struct workshop *w, const char *text, enum verdict verdict, const char *reason)
{
	struct report r = workshop_submit(w, NULL, text, NULL);

	assert_judged(&r.judgement, verdict, reason);
	report_clear(&r);
}

static void submission__that_answers_all_is_accepted(void **state)
{
	struct report r = workshop_submit(*state, NULL, TWICE("	return x + x;"), NULL);

	assert_judged(&r.judgement, VERDICT_AC, "");
	assert_int_equal(r.soundness, SOUNDNESS_DONE);
	for (size_t i = 0; i < r.n_tests; i++)
		assert_null(r.tests[i].found);
	report_clear(&r);
}

static void submission__that_is_wrong_is_told_what_it_is_meant_to_know(void **state)
{
	const struct judge_options keep = { .keep_data = true };
	struct report r = workshop_submit(*state, NULL, TWICE("	return x == 0 ? 1 : x + x;"), &keep);

	assert_judged(&r.judgement, VERDICT_WA, "not twice");
	assert_string_equal(r.tests[r.first_failed].judge_message, "for judges");
	assert_string_equal(r.tests[r.first_failed].input, "-1 0 1\n");
	assert_null(r.tests[r.first_failed].expected);
	report_clear(&r);
	r = workshop_submit(*state, NULL, TWICE("	return x == 0 ? 1 : x + x;"), NULL);
	assert_null(r.tests[r.first_failed].judge_message);
	report_clear(&r);
}

/* Its own end counts, though the validator rejects what has come to its end in the middle. */
static void submission__is_blamed_for_its_own_end(void **state)
{
	static const struct {
		const char *text;
		enum verdict verdict;
		const char *reason;
	} cases[] = {
		{ LIBRARY ON_THREE("	abort();"), VERDICT_RTE, "SIGABRT" },
		{ LIBRARY ON_THREE("	return *(volatile int *)0;"), VERDICT_RTE, "SIGSEGV" },
		{ LIBRARY ON_THREE("	exit(0);"), VERDICT_RTE, "exit 0 before the test was over" },
		{ LIBRARY ON_THREE("	raise(SIGPIPE);"), VERDICT_RTE, "SIGPIPE" },
		{ LIBRARY ON_THREE("	for (;;) ;"), VERDICT_TLE, "over 0.3 s" },
		{ LIBRARY ON_THREE("	for (;;) pause();"), VERDICT_WTL, "over 1 s" },
		{ LIBRARY ON_THREE("	for (;;) raise(SIGSTOP);"), VERDICT_WTL, "over 1 s" },
		{ LIBRARY ON_THREE("	close(3);"), VERDICT_RTE, "the driver was disturbed" },
		{ LIBRARY ON_THREE("	return -777;"), VERDICT_WA, "777 is no number" },
		{ LIBRARY ON_THREE("	if (!fork()) pause();"), VERDICT_SV, "process limit" },
		{ LIBRARY ON_THREE("	char buffer[4096] = \"\";\n	for (;;) write(3, buffer, 4096);"), VERDICT_WA,
		  "silence" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_verdict(*state, cases[i].text, cases[i].verdict, cases[i].reason);
}

/* What it does behind that is nobody's concern. */
static void submission__that_was_rejected_may_end_as_it_likes(void **state)
{
	assert_verdict(*state,
		       LIBRARY "__attribute__((destructor)) static void later(void) { abort(); }\n" TWICE(
			       "	static int wrong;\n"
			       "	if (wrong++)\n		abort();\n"
			       "	if (x == 3)\n		return 0;\n"
			       "	wrong = 0;\n	return 2 * x;"),
		       VERDICT_WA, "not twice");
}

static void submission__is_judged_alike_by_any_number_of_workers(void **state)
{
	struct workshop *w = *state;

	for (unsigned n = 1; n <= 3; n += 2) {
		cleanup_judge struct judge *j = workshop_judge(w, n);
		struct report r = workshop_submit(w, j, TWICE("	return x < 3 ? x + x : x;"), NULL);

		assert_judged(&r.judgement, VERDICT_WA, "not twice");
		assert_int_equal(r.first_failed, 1);
		assert_int_equal(r.tests[4].judgement.verdict, VERDICT_AC);
		report_clear(&r);
	}
}

/* It is right about the model, so that there are tests. */
static void submission__is_not_blamed_for_a_validator_that_fails(void **state)
{
	put(*state, VALIDATOR("		if (y == 777)\n			abort();\n"), "");
	assert_verdict(*state, ON_THREE("	return 777;"), VERDICT_JE,
		       "test sample/2: the output validator failed: SIGABRT");
	assert_verdict(*state, ON_THREE("	return 778;"), VERDICT_WA, "not twice");
	put(*state, VALIDATOR("		while (y == 777)\n			x = y;\n"), "");
	/* Whatever became of the submission meanwhile. */
	assert_verdict(*state, LIBRARY ON_THREE("	printf(\"777\"), fflush(stdout);\n	return 777;"),
		       VERDICT_JE, "test sample/2: the output validator failed: over 1 s of CPU time");
	put(*state, VALIDATOR("		if (y == 777)\n			return 0;\n"), "");
	assert_verdict(*state, LIBRARY ON_THREE("	write(3, \"777\\n\", 4);\n	abort();"), VERDICT_JE,
		       "test sample/2: the output validator failed: exit 0");
}

static void tests__need_a_model_that_the_validator_takes(void **state)
{
	put(*state, VALIDATOR("		if (x == 3)\n			return no(\"no threes\");\n"), "");
	assert_verdict(*state, TWICE("	return 2 * x;"), VERDICT_JE,
		       "tests of twice: test sample/2: the model solution fails on it: WA, no threes");
}

static void soundness__is_looked_at_in_a_conversation(void **state)
{
	assert_verdict(*state,
		       LIBRARY TWICE("	int *p = malloc(4), y;\n	p[x == 3] = 2 * x;\n"
				     "	y = p[x == 3];\n	free(p);\n	return y;"),
		       VERDICT_RTE, "heap-buffer-overflow twice.c:");
}

static void growth__is_counted_in_a_conversation(void **state)
{
	static const char family[] = "families:\n"
				     "  - {name: calls, what: \"n calls\", generate: \"{n} 7\", time: \"n\", space: "
				     "\"1\", first: 64, last: 4096}\n";
	struct report r;

	put(*state, PLAIN, family);
	r = workshop_submit(*state, NULL, TWICE("	return x + x;"), NULL);
	assert_judged(&r.judgement, VERDICT_AC, "");
	assert_int_equal(r.complexity, COMPLEXITY_DONE);
	assert_int_equal(r.families[0].time.found.class, FIT_N);
	assert_int_equal(r.families[0].curve->points[r.families[0].curve->n_points - 1].n, 4096);
	report_clear(&r);
	assert_verdict(*state,
		       TWICE("	static unsigned calls;\n	calls++;\n"
			     "	for (volatile unsigned i = 0; i < calls; i++) ;\n	return 2 * x;"),
		       VERDICT_TLE, "complexity: O(n^2) found, O(n) allowed");
	assert_verdict(*state, TWICE("	static unsigned calls;\n	return calls++ > 1000 ? 0 : 2 * x;"),
		       VERDICT_WA, "its answer is wrong at n = 1024");
	assert_verdict(
		*state,
		TWICE("	static unsigned calls;\n	while (calls > 1000) ;\n	calls++;\n	return 2 * x;"),
		VERDICT_TLE, "complexity: over 80,000,000 steps at n = 1024");
}

/* The validator says whether it is right; there is no answer that it could look up. */
static void trial__with_an_own_input_has_the_validator(void **state)
{
	struct workshop *w = *state;
	struct submission s = workshop_source(TWICE("	return x > 5 ? 0 : 2 * x;"));
	struct report r;
	struct err e = ERR_INIT;

	assert_int_equal(judge_try(w->judge, w->problem, &s, "4 5\n", 4, &r, &e), 0);
	assert_judged(&r.judgement, VERDICT_AC, "");
	report_clear(&r);
	assert_int_equal(judge_try(w->judge, w->problem, &s, "5 6\n", 4, &r, &e), 0);
	assert_judged(&r.judgement, VERDICT_WA, "not twice");
	report_clear(&r);
	submission_clear(&s);
}

/* The second test wants three times the number, and says so to both. */
static void arguments__of_a_test_reach_both(void **state)
{
	struct workshop *w = *state;
	struct report r;

	workshop_put_program(w);
	workshop_put(w, "submissions/accepted/a.c", "int main(void) { return 0; }\n");
	workshop_put(w, "data/secret/2.yaml", "args: [by, \"3\"]\noutput_validator_args: [thrice]\n");
	workshop_put(w, "output_validator/validate.c", VALIDATOR("		y -= argc == 5 ? x : 0;\n"));
	workshop_load(w);
	r = workshop_submit(w, NULL,
			    LIBRARY "int main(int argc, char **argv)\n{\n"
				    "	int x, by = argc == 3 ? atoi(argv[2]) : 2;\n"
				    "	while (scanf(\"%d\", &x) == 1)\n"
				    "		printf(\"%d\\n\", by * x), fflush(stdout);\n	return 0;\n}\n",
			    NULL);
	assert_judged(&r.judgement, VERDICT_AC, "");
	assert_int_equal(r.n_tests, 4);
	report_clear(&r);
	r = workshop_submit(w, NULL,
			    LIBRARY "int main(int argc, char **argv)\n{\n	int x;\n"
				    "	while (scanf(\"%d\", &x) == 1)\n"
				    "		printf(\"%d\\n\", 2 * x), fflush(stdout);\n	return 0;\n}\n",
			    NULL);
	assert_judged(&r.judgement, VERDICT_WA, "not twice");
	assert_int_equal(r.first_failed, 3);
	report_clear(&r);
}

/* A validator that reads on and on is not led to a limit of its own. */
static void submission__that_says_too_much_is_over_its_limit(void **state)
{
	assert_verdict(*state,
		       LIBRARY ON_THREE("	char blanks[4096];\n	__builtin_memset(blanks, '\\n', 4096);\n"
					"	for (;;)\n			write(3, blanks, 4096);"),
		       VERDICT_OLE, "over 1 MiB");
}

#define CASE(fn) cmocka_unit_test_setup(fn, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(submission__that_answers_all_is_accepted),
		CASE(submission__that_is_wrong_is_told_what_it_is_meant_to_know),
		CASE(submission__is_blamed_for_its_own_end),
		CASE(submission__that_was_rejected_may_end_as_it_likes),
		CASE(submission__is_judged_alike_by_any_number_of_workers),
		CASE(submission__is_not_blamed_for_a_validator_that_fails),
		CASE(tests__need_a_model_that_the_validator_takes),
		CASE(soundness__is_looked_at_in_a_conversation),
		CASE(growth__is_counted_in_a_conversation),
		CASE(trial__with_an_own_input_has_the_validator),
		CASE(arguments__of_a_test_reach_both),
		CASE(submission__that_says_too_much_is_over_its_limit),
	};

	return cmocka_run_group_tests_name("interactive", tests, workshop_open, workshop_close);
}
