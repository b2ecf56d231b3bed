/*
 * What judging promises, from a submission to its report: each stage decides what is its own, and the report does not
 * depend on the number of workers.
 */
#include "tests/support/workshop.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define RIGHT TWICE("	return x + x;")

/* Where the usual tests stand in a report. */
enum { SAMPLE_1, SAMPLE_2, SMALL_ONE, SMALL_NONE, SMALL_THREE, LARGE_1, LARGE_2, N_TESTS };

/* Judges by the workshop's session and compares the verdict. */
static struct report judge_as(struct workshop *w, const char *text, enum verdict verdict, const char *reason)
{
	struct report r = workshop_submit(w, NULL, text, NULL);

	assert_judged(&r.judgement, verdict, reason);
	return r;
}

static void assert_outcome(struct workshop *w, const char *text, enum verdict verdict, const char *reason)
{
	struct report r = judge_as(w, text, verdict, reason);

	report_clear(&r);
}

/* judge.yaml with the usual tests and these sections. */
static void load_with(struct workshop *w, const char *sections)
{
	cleanup_buf struct buf text = { 0 };

	buf_init(&text, 1 << 16);
	assert_int_equal(buf_printf(&text, "%s%s", WORKSHOP_JUDGE_YAML, sections), 0);
	workshop_put(w, "judge.yaml", text.data);
	workshop_load(w);
}

/* ---- what is right, and what is not ------------------------------------------------------------------------------ */

static void report__of_the_right_is_complete(void **state)
{
	struct report r = judge_as(*state, RIGHT, VERDICT_AC, "");

	assert_string_equal(r.judgement.reason, "");
	assert_int_equal(r.decided_by, STAGE_TESTS);
	assert_int_equal(r.n_tests, N_TESTS);
	assert_int_equal(r.n_groups, 3);
	for (size_t g = 0; g < r.n_groups; g++) {
		assert_int_equal(r.groups[g].passed, r.groups[g].total);
		assert_int_equal(r.groups[g].run, r.groups[g].total);
	}
	for (size_t i = 0; i < r.n_tests; i++) {
		assert_int_equal(r.tests[i].judgement.verdict, VERDICT_AC);
		assert_true(r.tests[i].cpu_us > 0 && r.tests[i].wall_us > 0 && r.tests[i].peak_bytes > 0);
	}
	assert_int_equal(r.first_failed, SIZE_MAX);
	assert_true(r.slowest < N_TESTS && r.largest < N_TESTS);
	assert_int_equal(r.n_sources, 1);
	assert_string_equal(r.sources[0].name, "twice.c");
	assert_int_equal(strlen(r.source_hash), 64);
	assert_non_null(strstr(r.compiler, "gcc"));
	assert_non_null(strstr(r.host, "Linux "));
	assert_non_null(r.not_enforced);
	assert_true(r.compile_cpu_us > 0 && r.total_wall_us > r.compile_wall_us);
	assert_int_equal(r.limits.box.cpu_us, 300000);
	report_clear(&r);
}

static void answer__that_is_wrong_does_not_end_the_judging(void **state)
{
	struct report r = judge_as(*state, TWICE("	return x * x;"), VERDICT_WA, "");

	assert_int_equal(r.first_failed, SAMPLE_2);
	assert_int_equal(r.tests[SAMPLE_1].judgement.verdict, VERDICT_AC);
	assert_int_equal(r.tests[SMALL_NONE].judgement.verdict, VERDICT_AC);
	assert_int_equal(r.tests[LARGE_2].judgement.verdict, VERDICT_WA);
	assert_int_equal(r.tests[SAMPLE_2].diff_line, 1);
	assert_string_equal(r.tests[SAMPLE_2].diff_expected, "6");
	assert_string_equal(r.tests[SAMPLE_2].diff_found, "9");
	assert_int_equal(r.groups[1].passed, 1);
	assert_int_equal(r.groups[1].run, 3);
	report_clear(&r);
}

static void test__that_fails_otherwise_does_not_either(void **state)
{
	struct report r = judge_as(*state, TWICE("	return x == 3 ? *(volatile int *)0 : x == -1 ? -777 : x + x;"),
				   VERDICT_RTE, "SIGSEGV at a null pointer");

	assert_int_equal(r.first_failed, SAMPLE_2);
	assert_int_equal(r.tests[SAMPLE_2].signal, SIGSEGV);
	assert_judged(&r.tests[SMALL_THREE].judgement, VERDICT_WA, "777 is no number");
	assert_int_equal(r.tests[SMALL_THREE].diff_line, 0);
	assert_int_equal(r.tests[LARGE_1].judgement.verdict, VERDICT_AC);
	report_clear(&r);
}

/* Neither the rest of the tests nor the stages that would explain it. */
static void brief__ends_with_the_first_that_fails(void **state)
{
	static const struct judge_options options = { .brief = true };
	struct report r = workshop_submit(*state, NULL, TWICE("	return x * x;"), &options);

	assert_judged(&r.judgement, VERDICT_WA, "");
	assert_int_equal(r.first_failed, SAMPLE_2);
	for (size_t i = SMALL_ONE; i < r.n_tests; i++)
		assert_int_equal(r.tests[i].judgement.verdict, VERDICT_NONE);
	assert_int_equal(r.soundness, SOUNDNESS_OFF);
	report_clear(&r);
	r = workshop_submit(*state, NULL, RIGHT, &options);
	assert_judged(&r.judgement, VERDICT_AC, "");
	assert_int_equal(r.soundness, SOUNDNESS_DONE);
	report_clear(&r);
}

/* All tests, but of stages behind them only what can take an acceptance back, or say why there was a crash. */
static void unexplained__is_what_was_rejected_and_did_not_crash(void **state)
{
	static const struct judge_options options = { .unexplained = true };
	static const struct {
		const char *body;
		enum verdict verdict;
		enum soundness_state soundness;
	} rows[] = {
		{ "	return x * x;", VERDICT_WA, SOUNDNESS_OFF },
		{ "	return x == 3 ? *(volatile int *)0 : x + x;", VERDICT_RTE, SOUNDNESS_DONE },
		{ "	return x + x;", VERDICT_AC, SOUNDNESS_DONE },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[256];
		struct report r;

		snprintf(text, sizeof(text), TWICE("%s"), rows[i].body);
		r = workshop_submit(*state, NULL, text, &options);
		assert_int_equal(r.judgement.verdict, rows[i].verdict);
		assert_int_equal(r.soundness, rows[i].soundness);
		assert_int_not_equal(r.tests[r.n_tests - 1].judgement.verdict, VERDICT_NONE);
		report_clear(&r);
	}
}

static void limit__that_was_exceeded_ends_the_judging(void **state)
{
	static const struct {
		const char *body;
		enum verdict verdict;
		const char *reason;
	} rows[] = {
		{ TWICE("	if (x == -1) for (volatile int i = 0;; i++) ;\n	return x + x;"), VERDICT_TLE,
		  "over 0.3 s of CPU time" },
		{ "#include <unistd.h>\n" TWICE("	if (x == -1) pause();\n	return x + x;"), VERDICT_WTL,
		  "over 1 s of wall time" },
		{ "#include <string.h>\n" TWICE(
			  "	while (x == -1) *(char *)memset(malloc(1 << 20), 1, 1 << 20) = 2;\n"
			  "	return x + x;"),
		  VERDICT_MLE, "" },
		{ "#include <unistd.h>\n" TWICE(
			  "	while (x == -1 && write(3, \"1234567890\", 10)) ;\n	return x + x;"),
		  VERDICT_OLE, "over 1 MiB" },
	};
	const struct judge_options all = { .all = true };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct report r = judge_as(*state, rows[i].body, rows[i].verdict, rows[i].reason);

		assert_int_equal(r.first_failed, SMALL_THREE);
		assert_int_equal(r.tests[SMALL_NONE].judgement.verdict, VERDICT_AC);
		assert_int_equal(r.tests[LARGE_1].judgement.verdict, VERDICT_NONE);
		assert_int_equal(r.tests[LARGE_2].judgement.verdict, VERDICT_NONE);
		assert_int_equal(r.groups[1].run, 3);
		assert_int_equal(r.groups[2].run, 0);
		assert_int_equal(r.groups[2].total, 2);
		report_clear(&r);
		r = workshop_submit(*state, NULL, rows[i].body, &all);
		assert_judged(&r.judgement, rows[i].verdict, rows[i].reason);
		assert_int_equal(r.first_failed, SMALL_THREE);
		assert_int_equal(r.tests[LARGE_2].judgement.verdict, VERDICT_AC);
		assert_int_equal(r.groups[2].passed, 2);
		report_clear(&r);
	}
}

static void data__of_hidden_tests_is_kept_only_where_it_may_be_shown(void **state)
{
	const struct judge_options owner = { .keep_data = true };
	static const char text[] = "#include <stdio.h>\n" TWICE("	printf(\"%d is asked for\\n\", x);\n"
								"	return x == -1 || x > 500 ? 0 : x + x;");
	struct report r;

	r = workshop_submit(*state, NULL, text, NULL);
	assert_int_equal(r.first_failed, SMALL_THREE);
	assert_null(r.tests[SMALL_THREE].input);
	assert_null(r.tests[SMALL_THREE].expected);
	assert_null(r.tests[SMALL_THREE].printed);
	/* Of samples everything is there. */
	assert_string_equal(r.tests[SAMPLE_2].input, "3 4\n");
	assert_string_equal(r.tests[SAMPLE_2].expected, "6\n8\n");
	assert_string_equal(r.tests[SAMPLE_2].found, "6\n8\n");
	assert_string_equal(r.tests[SAMPLE_2].printed, "3 is asked for\n4 is asked for\n");
	report_clear(&r);

	r = workshop_submit(*state, NULL, text, &owner);
	assert_string_equal(r.tests[SMALL_THREE].input, "-1 0 1\n");
	assert_string_equal(r.tests[SMALL_THREE].expected, "-2\n0\n2\n");
	assert_string_equal(r.tests[SMALL_THREE].found, "0\n0\n2\n");
	/* Only the first that failed is explained, and none that passed. */
	assert_int_equal(r.tests[LARGE_1].judgement.verdict, VERDICT_WA);
	assert_null(r.tests[LARGE_1].input);
	assert_null(r.tests[LARGE_1].printed);
	assert_null(r.tests[SMALL_ONE].input);
	report_clear(&r);
}

/* What stands behind a NUL is not lost, and the NUL, which may be all that is wrong, is seen. */
static void data__shows_a_nul_and_how_much_there_was(void **state)
{
	struct workshop *w = *state;
	struct report r;

	workshop_put_program(w);
	workshop_load(w);
	r = workshop_submit(w, NULL,
			    "#include <stdio.h>\nint main(void)\n{\n	int x;\n	scanf(\"%d\", &x);\n"
			    "	printf(\"%d%c\\n\", 2 * x, 0);\n	for (int i = 0; i < 5000; i++)\n"
			    "		putc('a', stderr);\n	return 0;\n}\n",
			    NULL);
	assert_judged(&r.judgement, VERDICT_WA, "");
	assert_string_equal(r.tests[SAMPLE_1].diff_expected, "4");
	assert_string_equal(r.tests[SAMPLE_1].diff_found, "4\\x00");
	assert_string_equal(r.tests[SAMPLE_1].found, "4\\x00\n");
	assert_int_equal(r.tests[SAMPLE_1].found_bytes, 3);
	assert_int_equal(r.tests[SAMPLE_1].expected_bytes, 2);
	assert_int_equal(strlen(r.tests[SAMPLE_1].printed), REPORT_DATA_MAX);
	assert_int_equal(r.tests[SAMPLE_1].printed_bytes, 5000);
	report_clear(&r);
}

static void program__with_a_main_is_judged_by_what_it_prints(void **state)
{
	static const struct {
		const char *source;
		enum verdict verdict;
		const char *reason;
	} rows[] = {
		{ "int main(void) { int x; while (scanf(\"%d\", &x) == 1) printf(\"%d\\n\", 2 * x); }\n", VERDICT_AC,
		  "" },
		{ "int main(void) { int x; while (scanf(\"%d\", &x) == 1) printf(\"%d\\n\", x); }\n", VERDICT_WA, "" },
		{ "int main(void) { return 0; }\n", VERDICT_NO, "" },
		{ "int main(void) { return 3; }\n", VERDICT_RTE, "exit 3" },
		{ "int main(void) { for (;;) fork(); }\n", VERDICT_SV, "process limit: clone" },
		{ "int main(void) { for (;;) puts(\"more\"); }\n", VERDICT_OLE, "over 1 MiB" },
		{ "char room[64 << 20];\nint main(int n, char **v) { room[n] = **v; return room[n + 1]; }\n",
		  VERDICT_MLE, "" },
	};
	struct workshop *w = *state;
	char source[400];

	workshop_put_program(w);
	workshop_load(w);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(source, sizeof(source), "#include <stdio.h>\n#include <unistd.h>\n%s", rows[i].source);
		assert_outcome(w, source, rows[i].verdict, rows[i].reason);
	}
}

/* ---- the number of workers --------------------------------------------------------------------------------------- */

static void assert_same_text(const char *a, const char *b)
{
	if (a && b)
		assert_string_equal(a, b);
	else
		assert_true(a == b);
}

static void assert_same_test(const struct report_test *a, const struct report_test *b)
{
	assert_ptr_equal(a->test, b->test);
	assert_int_equal(a->judgement.verdict, b->judgement.verdict);
	assert_string_equal(a->judgement.reason, b->judgement.reason);
	assert_int_equal(a->input_bytes, b->input_bytes);
	assert_int_equal(a->exit_code, b->exit_code);
	assert_int_equal(a->signal, b->signal);
	assert_int_equal(a->diff_line, b->diff_line);
	assert_same_text(a->diff_expected, b->diff_expected);
	assert_same_text(a->diff_found, b->diff_found);
	assert_same_text(a->input, b->input);
	assert_same_text(a->expected, b->expected);
	assert_same_text(a->found, b->found);
	assert_same_text(a->printed, b->printed);
}

/* All but times, peaks, and the two indices that follow from them. */
static void assert_same_report(const struct report *a, const struct report *b)
{
	assert_int_equal(a->judgement.verdict, b->judgement.verdict);
	assert_string_equal(a->judgement.reason, b->judgement.reason);
	assert_int_equal(a->decided_by, b->decided_by);
	assert_int_equal(a->first_failed, b->first_failed);
	assert_int_equal(a->n_groups, b->n_groups);
	for (size_t g = 0; g < a->n_groups; g++) {
		assert_int_equal(a->groups[g].passed, b->groups[g].passed);
		assert_int_equal(a->groups[g].run, b->groups[g].run);
		assert_int_equal(a->groups[g].total, b->groups[g].total);
	}
	assert_int_equal(a->n_tests, b->n_tests);
	for (size_t i = 0; i < a->n_tests; i++)
		assert_same_test(&a->tests[i], &b->tests[i]);
	assert_string_equal(a->source_hash, b->source_hash);
}

static void report__is_the_same_with_any_number_of_workers(void **state)
{
	static const char *const sources[] = {
		RIGHT,
		TWICE("	return x * x;"),
		/* Two tests that exceed a limit, and the later one does so first. */
		"#include <unistd.h>\n" TWICE("	if (x == -1) for (volatile int i = 0;; i++) ;\n"
					      "	while (x > 900 && write(3, \"1234567890\", 10)) ;\n	return x + x;"),
		TWICE("	if (x == 21) exit(5);\n	return x == 3 ? -777 : x > 900 ? *(volatile int *)0 : x + x;"),
	};
	const struct judge_options options = { .keep_data = true };
	struct workshop *w = *state;
	struct judge *alone = workshop_judge(w, 1), *crowd = workshop_judge(w, 4);

	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		struct report one = workshop_submit(w, alone, sources[i], &options);

		for (int round = 0; round < 3; round++) {
			struct report many = workshop_submit(w, round ? crowd : NULL, sources[i], &options);

			assert_same_report(&one, &many);
			report_clear(&many);
		}
		report_clear(&one);
	}
	judge_close(alone);
	judge_close(crowd);
}

/* ---- events ------------------------------------------------------------------------------------------------------ */

struct diary {
	size_t stages, built, done, failed;
	enum stage last;
	atomic_int inside;
};

static void write_down(const struct judge_event *ev, void *arg)
{
	struct diary *d = arg;

	assert_int_equal(atomic_fetch_add(&d->inside, 1), 0);
	switch (ev->kind) {
	case EVENT_STAGE:
		assert_true(ev->stage > d->last);
		d->last = ev->stage;
		d->stages++;
		break;
	case EVENT_BUILD_TESTS:
		assert_int_equal(ev->done, ++d->built);
		assert_int_equal(ev->total, N_TESTS);
		break;
	case EVENT_TEST:
		assert_int_equal(ev->done, ++d->done);
		d->failed += ev->test->judgement.verdict != VERDICT_AC;
		assert_int_equal(ev->failed, d->failed);
		break;
	}
	atomic_fetch_sub(&d->inside, 1);
}

static void events__come_one_at_a_time_and_count(void **state)
{
	struct workshop *w = *state;
	struct judge *crowd = workshop_judge(w, 4);

	for (int round = 0; round < 3; round++) {
		struct diary diary = { 0 };
		const struct judge_options options = { .event = write_down, .arg = &diary };
		struct report r = workshop_submit(w, crowd, TWICE("	return x * x;"), &options);

		assert_int_equal(diary.stages, 4);
		assert_int_equal(diary.done, N_TESTS);
		assert_int_equal(diary.failed, N_TESTS - 2);
		report_clear(&r);
	}
	judge_close(crowd);
}

/* ---- rules and compiling ----------------------------------------------------------------------------------------- */

static void rule__that_is_broken_is_a_compile_error_with_its_place(void **state)
{
	static const struct {
		const char *rules, *source, *reason;
	} rows[] = {
		{ "rules:\n  - {forbid: call, what: abs}\n", TWICE("	return abs(x) ? x + x : 0;"),
		  "rule: a call of 'abs' is forbidden (twice.c:3)" },
		{ "rules:\n  - {forbid: identifier, what: goto_it}\n", "int goto_it;\n" RIGHT,
		  "rule: the identifier 'goto_it' is forbidden (twice.c:1)" },
		{ "rules:\n  - {forbid: include, what: math.h}\n", "\n#include <math.h>\n" RIGHT,
		  "rule: including 'math.h' is forbidden (twice.c:2)" },
		{ "rules:\n  - {forbid: pattern, what: \"[+]\"}\n", RIGHT,
		  "rule: the pattern '[+]' is forbidden (twice.c:3)" },
		{ "rules:\n  - {require: identifier, what: unsigned}\n", RIGHT,
		  "rule: the identifier 'unsigned' is required" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct report r;

		load_with(*state, rows[i].rules);
		r = judge_as(*state, rows[i].source, VERDICT_CE, rows[i].reason);
		assert_string_equal(r.judgement.reason, rows[i].reason);
		assert_int_equal(r.decided_by, STAGE_RULES);
		assert_int_equal(r.n_hits, 1);
		assert_int_equal(r.compile_wall_us, 0);
		assert_int_equal(r.tests[0].judgement.verdict, VERDICT_NONE);
		report_clear(&r);
	}
}

/* Whatever way leads to the function: the object tells. */
static void rule__on_a_symbol_is_kept_behind_every_spelling(void **state)
{
	static const char *const sources[] = {
		"#include <math.h>\n" TWICE("	volatile double y = x;\n	return (int)(cbrt(y) + y);"),
		"double q(double) __asm__(\"cbrt\");\n" TWICE("	volatile double y = x;\n	return (int)q(y);"),
		"#include <math.h>\n#define CAT(a, b) a##b\n" TWICE("	double (*volatile f)(double) = CAT(cb, rt);\n"
								    "	return (int)f(x);"),
	};

	load_with(*state, "rules:\n  - {forbid: symbol, what: cbrt}\n");
	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		struct report r =
			judge_as(*state, sources[i], VERDICT_CE, "rule: the library function 'cbrt' is forbidden");

		assert_int_equal(r.decided_by, STAGE_RULES);
		assert_int_equal(r.hits[0].line, 0);
		assert_int_equal(r.tests[0].judgement.verdict, VERDICT_NONE);
		report_clear(&r);
	}
	assert_outcome(*state, RIGHT, VERDICT_AC, "");
}

static void rule__on_a_symbol_holds_for_programs_too(void **state)
{
	struct workshop *w = *state;

	workshop_put_program(w);
	workshop_put(w, "judge.yaml",
		     "format: 1\nsection: Examples\ndifficulty: easy\n"
		     "groups:\n  - {name: small, what: \"few\"}\n"
		     "tests:\n  - {group: small, name: a, reason: r, input: \"1\\n\", answer: \"2\\n\"}\n"
		     "rules:\n  - {forbid: symbol, what: puts}\n");
	workshop_put(w, "data/secret", NULL);
	workshop_load(w);
	assert_outcome(w, "#include <stdio.h>\nint main(void) { puts(\"2\"); }\n", VERDICT_CE,
		       "rule: the library function 'puts' is forbidden");
}

static void source__that_does_not_compile_is_a_compile_error_with_its_place(void **state)
{
	struct report r = judge_as(*state, TWICE("	return y;"), VERDICT_CE, "twice.c:3: 'y' undeclared");

	assert_int_equal(r.decided_by, STAGE_COMPILE);
	assert_true(r.n_diagnostics > 0);
	assert_string_equal(r.diagnostics[0].file, "twice.c");
	assert_int_equal(r.diagnostics[0].line, 3);
	report_clear(&r);
	assert_outcome(*state, "double twice(double x) { return 2 * x; }\n", VERDICT_CE,
		       "'twice' must have the type 'int (int)'");
	assert_outcome(*state, "int thrice(int x) { return 3 * x; }\n", VERDICT_CE, "the function 'twice' is missing");
}

static void warnings__are_kept_and_harm_nothing(void **state)
{
	struct report r = judge_as(*state, "static int unused;\n" RIGHT, VERDICT_AC, "");

	assert_int_equal(r.n_diagnostics, 1);
	assert_int_equal(r.diagnostics[0].level, DIAGNOSTIC_WARNING);
	assert_int_equal(r.diagnostics[0].line, 1);
	report_clear(&r);
}

static void source__that_the_compiler_cannot_bear_meets_its_limits(void **state)
{
	struct report r =
		judge_as(*state, "#include \"/dev/zero\"\n" RIGHT, VERDICT_CTL, "the compiler used more than 512 MiB");

	assert_int_equal(r.decided_by, STAGE_COMPILE);
	report_clear(&r);
}

static void data__that_can_never_fit_is_refused_before_it_runs(void **state)
{
	struct report r = judge_as(*state, "char room[33 << 20];\n" RIGHT, VERDICT_MLE,
				   "its static data need 34 MiB, over 32 MiB");

	assert_int_equal(r.decided_by, STAGE_COMPILE);
	for (size_t i = 0; i < r.n_tests; i++)
		assert_int_equal(r.tests[i].judgement.verdict, VERDICT_NONE);
	report_clear(&r);
	assert_outcome(*state, "char room[30 << 20];\n" RIGHT, VERDICT_AC, "");
}

/* ---- tries ------------------------------------------------------------------------------------------------------- */

static int try_it(struct workshop *w, const char *text, const char *input, struct report *r, struct err *e)
{
	struct submission s = workshop_source(text);
	int code = judge_try(w->judge, w->problem, &s, input, input ? strlen(input) : 0, r, e);

	submission_clear(&s);
	return code;
}

static void try__runs_the_samples_alone(void **state)
{
	struct report r;
	struct err e = ERR_INIT;

	/* Wrong in every hidden test. */
	assert_int_equal(try_it(*state, TWICE("	return x >= 2 && x <= 4 ? x + x : 0;"), NULL, &r, &e), 0);
	assert_judged(&r.judgement, VERDICT_AC, "");
	assert_int_equal(r.n_tests, 2);
	assert_int_equal(r.n_groups, 1);
	assert_string_equal(r.tests[1].found, "6\n8\n");
	report_clear(&r);
}

static void try__shows_what_becomes_of_one_s_own_input(void **state)
{
	struct report r;
	struct err e = ERR_INIT;

	assert_int_equal(try_it(*state, TWICE("	return x + 1;"), "10 20\n", &r, &e), 0);
	assert_judged(&r.judgement, VERDICT_AC, "");
	assert_int_equal(r.n_tests, 1);
	assert_string_equal(r.tests[0].input, "10 20\n");
	assert_string_equal(r.tests[0].found, "11\n21\n");
	assert_null(r.tests[0].expected);
	assert_int_equal(r.tests[0].input_bytes, 6);
	report_clear(&r);
	assert_int_equal(try_it(*state, TWICE("	return x == 20 ? -777 : x;"), "10 20\n", &r, &e), 0);
	assert_judged(&r.judgement, VERDICT_WA, "777 is no number");
	report_clear(&r);
	assert_int_equal(try_it(*state, TWICE("	abort();"), "10 20\n", &r, &e), 0);
	assert_judged(&r.judgement, VERDICT_RTE, "SIGABRT");
	report_clear(&r);
}

static void try__with_an_input_that_is_not_allowed_says_why(void **state)
{
	struct report r;
	struct err e = ERR_INIT;

	assert_int_equal(try_it(*state, RIGHT, "10 5000\n", &r, &e), -EDOM);
	assert_string_equal(e.text, "your input: number 2 is out of range");
	assert_int_equal(try_it(*state, RIGHT, "ten\n", &r, &e), -EDOM);
	assert_string_equal(e.text, "your input: number 1 is none");
}

static void try__with_a_validator_that_fails_blames_nobody_s_input(void **state)
{
	struct workshop *w = *state;
	struct report r;
	struct err e = ERR_INIT;

	workshop_put(w, "input_validators/validate.c", "int main(void) { return 1; }\n");
	workshop_load(w);
	assert_int_equal(try_it(w, RIGHT, "10\n", &r, &e), -EPROTO);
	workshop_put(w, "input_validators/validate.c", "int main(void) { return nothing; }\n");
	workshop_load(w);
	assert_int_equal(try_it(w, RIGHT, "10\n", &r, &e), -EPROTO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(report__of_the_right_is_complete, workshop_reset),
		cmocka_unit_test_setup(answer__that_is_wrong_does_not_end_the_judging, workshop_reset),
		cmocka_unit_test_setup(test__that_fails_otherwise_does_not_either, workshop_reset),
		cmocka_unit_test_setup(brief__ends_with_the_first_that_fails, workshop_reset),
		cmocka_unit_test_setup(unexplained__is_what_was_rejected_and_did_not_crash, workshop_reset),
		cmocka_unit_test_setup(limit__that_was_exceeded_ends_the_judging, workshop_reset),
		cmocka_unit_test_setup(data__of_hidden_tests_is_kept_only_where_it_may_be_shown, workshop_reset),
		cmocka_unit_test_setup(data__shows_a_nul_and_how_much_there_was, workshop_reset),
		cmocka_unit_test_setup(program__with_a_main_is_judged_by_what_it_prints, workshop_reset),
		cmocka_unit_test_setup(report__is_the_same_with_any_number_of_workers, workshop_reset),
		cmocka_unit_test_setup(events__come_one_at_a_time_and_count, workshop_reset),
		cmocka_unit_test_setup(rule__that_is_broken_is_a_compile_error_with_its_place, workshop_reset),
		cmocka_unit_test_setup(rule__on_a_symbol_is_kept_behind_every_spelling, workshop_reset),
		cmocka_unit_test_setup(rule__on_a_symbol_holds_for_programs_too, workshop_reset),
		cmocka_unit_test_setup(source__that_does_not_compile_is_a_compile_error_with_its_place, workshop_reset),
		cmocka_unit_test_setup(warnings__are_kept_and_harm_nothing, workshop_reset),
		cmocka_unit_test_setup(source__that_the_compiler_cannot_bear_meets_its_limits, workshop_reset),
		cmocka_unit_test_setup(data__that_can_never_fit_is_refused_before_it_runs, workshop_reset),
		cmocka_unit_test_setup(try__runs_the_samples_alone, workshop_reset),
		cmocka_unit_test_setup(try__shows_what_becomes_of_one_s_own_input, workshop_reset),
		cmocka_unit_test_setup(try__with_an_input_that_is_not_allowed_says_why, workshop_reset),
		cmocka_unit_test_setup(try__with_a_validator_that_fails_blames_nobody_s_input, workshop_reset),
	};

	return cmocka_run_group_tests_name("pipeline", tests, workshop_open, workshop_close);
}
