/*
 * What the complexity stage promises, with submissions that are really built and run: growth over a limit is named,
 * every end on the way up has its verdict and its n, the report is the same at any number of workers, and who notices
 * that he is counted wins nothing.
 */
#include "judge/complexity.h"
#include "sandbox/base/fs.h"
#include "tests/support/workshop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define FAMILY(first, last)                                                                     \
	"families:\n"                                                                           \
	"  - {name: calls, what: \"n calls\", generate: \"{n} 7\", time: \"n\", space: \"1\", " \
	"first: " first ", last: " last "}\n"

/* Counts its calls. */
#define COUNTS "	static unsigned calls;\n	calls++;\n"
#define FROM_N COUNTS "	if (calls > 1000)\n"
#define RIGHT  "	return x + x;"

static void load(struct workshop *w, const char *sections)
{
	cleanup_buf struct buf text = { 0 };

	buf_init(&text, 1 << 16);
	assert_int_equal(buf_printf(&text, "%s%s", WORKSHOP_JUDGE_YAML, sections), 0);
	workshop_put(w, "judge.yaml", text.data);
	workshop_load(w);
}

static int reset(void **state)
{
	int r = workshop_reset(state);

	if (!r)
		load(*state, FAMILY("64", "4096"));
	return r;
}

static struct report judge_as(struct workshop *w, const char *text, enum verdict verdict, const char *reason)
{
	struct report r = workshop_submit(w, NULL, text, NULL);

	assert_judged(&r.judgement, verdict, reason);
	return r;
}

static void assert_outcome(struct workshop *w, const char *text, enum verdict verdict, const char *reason)
{
	struct report r = judge_as(w, text, verdict, reason);

	assert_int_equal(r.decided_by, STAGE_COMPLEXITY);
	report_clear(&r);
}

static void report__of_what_is_accepted_has_the_curves(void **state)
{
	struct report r = judge_as(*state, TWICE(RIGHT), VERDICT_AC, "");
	const struct report_family *f = &r.families[0];

	assert_int_equal(r.decided_by, STAGE_TESTS);
	assert_int_equal(r.complexity, COMPLEXITY_DONE);
	assert_int_equal(r.n_families, 1);
	assert_int_equal(f->time.found.class, FIT_N);
	assert_int_equal(f->space.found.class, FIT_ONE);
	assert_int_equal(f->curve->n_points, 13);
	assert_int_equal(f->curve->points[12].n, 4096);
	assert_int_equal(f->reference->n_points, 13);
	assert_int_equal(f->reference->points[12].ticks, f->curve->points[12].ticks);
	assert_null(f->remark);
	report_clear(&r);
}

static void growth__over_a_limit_is_rejected_by_its_class(void **state)
{
	assert_outcome(*state, TWICE(COUNTS "	for (volatile unsigned i = 0; i < calls; i++) ;\n" RIGHT), VERDICT_TLE,
		       "complexity: O(n^2) found, O(n) allowed");
	assert_outcome(*state,
		       "#include <stdlib.h>\n" TWICE("	static void **list;\n"
						     "	void **p = malloc(64);\n"
						     "	*p = list;\n"
						     "	list = p;\n" RIGHT),
		       VERDICT_MLE, "complexity: O(n) found, O(1) allowed");
}

static void end__at_a_size_is_told_with_it(void **state)
{
	assert_outcome(*state, TWICE(FROM_N "		return *(volatile int *)0;\n" RIGHT), VERDICT_RTE,
		       "SIGSEGV at n = 1024");
	assert_outcome(*state, TWICE(FROM_N "		return x;\n" RIGHT), VERDICT_WA,
		       "its answer is wrong at n = 1024");
	assert_outcome(*state, TWICE(FROM_N "		return -777;\n" RIGHT), VERDICT_WA,
		       "777 is no number at n = 1024");
	assert_outcome(*state, TWICE(FROM_N "		for (;;) ;\n" RIGHT), VERDICT_TLE,
		       "complexity: over 80,000,000 steps at n = 1024, the reference takes");
	assert_outcome(*state, "#include <stdlib.h>\n" TWICE(FROM_N "		exit(0);\n" RIGHT), VERDICT_RTE, "");
}

static void allocation__without_end_is_met_by_a_limit(void **state)
{
	struct report r = workshop_submit(*state, NULL,
					  "#include <stdlib.h>\n#include <string.h>\n" TWICE(
						  FROM_N "		for (char *p; (p = malloc(1 << 20)); )\n"
							 "			memset(p, 1, 1 << 20);\n"
							 "	if (calls > 1000)\n"
							 "		abort();\n" RIGHT),
					  NULL);

	assert_int_equal(r.decided_by, STAGE_COMPLEXITY);
	assert_true(r.judgement.verdict == VERDICT_MLE || r.judgement.verdict == VERDICT_RTE);
	assert_non_null(strstr(r.judgement.reason, "n = 1024"));
	report_clear(&r);
}

static void counts__that_differ_are_told(void **state)
{
	struct report r =
		workshop_submit(*state, NULL,
				"#include <x86intrin.h>\n" TWICE(
					"	for (volatile unsigned i = __rdtsc() >> 4 & 31; i; i--) ;\n" RIGHT),
				NULL);

	assert_int_equal(r.judgement.verdict, VERDICT_AC);
	assert_true(r.families[0].curve->unsteady);
	assert_non_null(strstr(r.families[0].remark, "other numbers of steps"));
	report_clear(&r);
}

static void escapes__leave_a_lower_bound(void **state)
{
	struct report r = judge_as(*state, TWICE("	__asm__ volatile(\"nop\");\n" RIGHT), VERDICT_AC, "");

	assert_true(r.counted->escapes > 0);
	report_clear(&r);
}

/*
 * The counter lies in the submission's own object, and its own instructions say where. Who sets it back has steps that
 * grow like nothing, and CPU time that does not.
 */
#define FORGED                                                                 \
	"#include \"twice.h\"\n"                                               \
	"static unsigned calls;\n"                                             \
	"__attribute__((noinline)) static void work(void)\n"                   \
	"{\n"                                                                  \
	"	for (volatile unsigned i = 0; i < 20 * calls; i++) ;\n"              \
	"}\n"                                                                  \
	"int twice(int x)\n"                                                   \
	"{\n"                                                                  \
	"	static long *left;\n"                                                \
	"	long kept;\n"                                                        \
	"	for (char *p = (char *)work; !left && p < (char *)work + 99; p++)\n" \
	"		if (p[0] == 0x48 && p[1] == -0x7d && p[2] == 0x2d)\n"               \
	"			left = (long *)(p + 8 + *(int *)(p + 3));\n"                       \
	"	calls++;\n"                                                          \
	"	kept = left ? *left : 0;\n"                                          \
	"	work();\n"                                                           \
	"	if (left)\n"                                                         \
	"		*left = kept;\n"                                                    \
	"	return x + x;\n"                                                     \
	"}\n"

static void counter__that_is_set_back_wins_nothing(void **state)
{
	struct report r = judge_as(*state, FORGED, VERDICT_TLE, "complexity: ");

	assert_int_equal(r.decided_by, STAGE_COMPLEXITY);
	report_clear(&r);
}

/* Growth explains the limit that a test met, and is the better reason. */
static void growth__explains_what_the_tests_rejected(void **state)
{
	struct report r;

	load(*state, FAMILY("1", "4096"));
	r = judge_as(*state,
		     TWICE(COUNTS "	for (volatile unsigned i = 0; i < 4000 * calls * calls; i++) ;\n" RIGHT),
		     VERDICT_TLE, "complexity: O(n^3) found, O(n) allowed");
	assert_int_equal(r.decided_by, STAGE_COMPLEXITY);
	assert_true(r.first_failed < r.n_tests);
	report_clear(&r);
	/* One that is slow at any n keeps the reason that the test gave. */
	r = judge_as(*state, TWICE("	for (volatile unsigned i = 0; i < 20000000; i++) ;\n" RIGHT), VERDICT_TLE,
		     "over 0.3 s of CPU time");
	assert_int_equal(r.decided_by, STAGE_TESTS);
	report_clear(&r);
}

static void rejection__by_the_tests_is_not_measured(void **state)
{
	struct report r = judge_as(*state, TWICE("	return x * x;"), VERDICT_WA, "");

	assert_int_equal(r.complexity, COMPLEXITY_OFF);
	assert_int_equal(r.n_families, 0);
	report_clear(&r);
}

static void stage__can_be_left_out(void **state)
{
	static const struct judge_options options = { .no_complexity = true };
	struct report r = workshop_submit(
		*state, NULL, TWICE(COUNTS "	for (volatile unsigned i = 0; i < calls; i++) ;\n" RIGHT), &options);

	assert_judged(&r.judgement, VERDICT_AC, "");
	assert_int_equal(r.complexity, COMPLEXITY_OFF);
	report_clear(&r);
}

static void profile__says_which_functions_took_the_steps(void **state)
{
	static const char text[] = "static void idle(int n) { for (volatile int i = 0; i < n; i++) ; }\n"
				   "static void busy(int n) { for (volatile int i = 0; i < 9 * n; i++) ; }\n" TWICE(
					   "	idle(100);\n	busy(100);\n" RIGHT);
	static const struct judge_options options = { .profile = true };
	struct report r = workshop_submit(*state, NULL, text, &options),
		      without = judge_as(*state, text, VERDICT_AC, "");
	const struct report_family *f = &r.families[0];

	assert_judged(&r.judgement, VERDICT_AC, "");
	assert_non_null(f->profile);
	assert_int_equal(f->profile_n, f->curve->points[f->curve->n_points - 1].n);
	assert_string_equal(f->profile->functions[0].name, "busy");
	assert_string_equal(f->profile->functions[1].name, "idle");
	assert_in_range(f->profile->functions[0].ticks, 8 * f->profile->functions[1].ticks,
			9 * f->profile->functions[1].ticks);
	/* It decides nothing, and is there when it is asked for. */
	assert_int_equal(f->curve->points[0].ticks, without.families[0].curve->points[0].ticks);
	assert_null(without.families[0].profile);
	report_clear(&without);
	report_clear(&r);
}

static void report__is_the_same_at_any_number_of_workers(void **state)
{
	static const char text[] = TWICE(COUNTS "	for (volatile unsigned i = 0; i < calls; i++) ;\n" RIGHT);
	struct report first = judge_as(*state, text, VERDICT_TLE, "complexity");

	for (unsigned workers = 1; workers <= 3; workers += 2) {
		cleanup_judge struct judge *j = workshop_judge(*state, workers);
		struct report r = workshop_submit(*state, j, text, NULL);
		const struct cost_curve *a = first.families[0].curve, *b = r.families[0].curve;

		assert_string_equal(r.judgement.reason, first.judgement.reason);
		assert_int_equal(a->n_points, b->n_points);
		for (size_t i = 0; i < a->n_points; i++) {
			assert_int_equal(a->points[i].ticks, b->points[i].ticks);
			assert_int_equal(a->points[i].heap_bytes, b->points[i].heap_bytes);
		}
		report_clear(&r);
	}
	report_clear(&first);
}

/* A source that builds only where nobody counts has not found the way round the stage. */
static void build__that_counts_must_succeed_too(void **state)
{
	struct report r = workshop_submit(*state, NULL, "void __sanitizer_cov_trace_pc(void) { }\n" TWICE(RIGHT), NULL);

	assert_true(r.judgement.verdict != VERDICT_JE);
	assert_true(r.complexity == COMPLEXITY_DONE || r.judgement.verdict != VERDICT_AC);
	report_clear(&r);
}

/* ---- packages ---------------------------------------------------------------------------------------------------- */

static void package__whose_model_fails_is_a_judging_error(void **state)
{
	struct report r;

	load(*state, FAMILY("64", "4096"));
	workshop_put(*state, "submissions/accepted/sum.c",
		     TWICE(FROM_N "		return *(volatile int *)0;\n" RIGHT));
	workshop_load(*state);
	r = judge_as(*state, TWICE(RIGHT), VERDICT_JE, "size families of ");
	assert_non_null(strstr(r.judgement.reason, "family calls: the model fails at n = 1024"));
	report_clear(&r);
}

static void family__without_a_model_is_refused(void **state)
{
	static const char text[] =
		"format: 1\nsection: Examples\ndifficulty: easy\ndriver: driver.c\nprelude: twice.h\n"
		"signature:\n  - {name: twice, type: \"int (int)\"}\n"
		"references:\n  - {file: accepted/sum.c, verdict: AC}\n  - {file: accepted/shift.c, verdict: AC}\n"
		"  - {file: wrong_answer/square.c, verdict: WA, trap: t}\n" FAMILY("64", "4096");
	struct workshop *w = *state;
	struct problem *p = NULL;
	struct err e = ERR_INIT;

	workshop_put(w, "judge.yaml", text);
	assert_true(problem_load(w->problem->dir, &p, &e) < 0);
	assert_string_equal(e.text,
			    "problem twice: judge.yaml:12: families: there is no 'model' that could answer them");
}

static void set__is_made_once_and_again_when_damaged(void **state)
{
	struct workshop *w = *state;
	struct complexity_set set = COMPLEXITY_SET_INIT;
	cleanup_buf struct buf answer = { 0 };
	struct err e = ERR_INIT;
	int fd = -1;

	buf_init(&answer, 1 << 20);
	assert_int_equal(complexity_set_open(w->judge, w->problem, &set, &e), 0);
	assert_int_equal(set.curves[0].n_points, 13);
	assert_int_equal(complexity_set_input(&set, 0, 96, &fd, &e), 0);
	fd_close(&fd);
	assert_int_equal(complexity_set_answer(&set, 0, 96, &answer, &e), 0);
	assert_true(answer.len > 96);
	assert_true(complexity_set_input(&set, 0, 97, &fd, &e) < 0);
	assert_int_equal(unlinkat(set.dir, "00-96.in", 0), 0);
	complexity_set_close(&set);
	err_clear(&e);
	assert_int_equal(complexity_set_open(w->judge, w->problem, &set, &e), 0);
	assert_int_equal(complexity_set_input(&set, 0, 96, &fd, &e), 0);
	fd_close(&fd);
	complexity_set_close(&set);
}

static void counter__is_another_one_each_time(void **state)
{
	char a[COUNTER_NAME_MAX], b[COUNTER_NAME_MAX];

	(void)state;
	complexity_counter(a);
	complexity_counter(b);
	assert_int_equal(strlen(a), 33);
	assert_int_equal(a[0], 'c');
	assert_int_equal(strspn(a + 1, "0123456789abcdef"), 32);
	assert_string_not_equal(a, b);
}

/* One test leaves the second worker to the builds, and what is wrong in it has no use for the one that counts. */
static void stage__that_is_left_out_is_out_of_the_way(void **state)
{
	struct workshop *w = *state;

	workshop_put(w, "data/sample", NULL);
	workshop_put(
		w, "judge.yaml",
		WORKSHOP_HEAD
		"groups:\n  - {name: small, what: \"few numbers\"}\n"
		"tests:\n  - {group: small, name: one, reason: one, input: \"21\\n\"}\n" WORKSHOP_REFERENCES FAMILY(
			"64", "4096"));
	workshop_load(w);
	for (int round = 0; round < 5; round++) {
		struct report r = judge_as(w, TWICE("	return x;"), VERDICT_WA, "");

		assert_int_equal(r.decided_by, STAGE_TESTS);
		assert_int_equal(r.complexity, COMPLEXITY_OFF);
		assert_int_equal(r.soundness, SOUNDNESS_DONE);
		assert_int_equal(r.soundness_run, 1);
		report_clear(&r);
	}
}

int main(void)
{
#define STAGE(name) cmocka_unit_test_setup(name, reset)
	const struct CMUnitTest tests[] = {
		STAGE(report__of_what_is_accepted_has_the_curves),
		STAGE(growth__over_a_limit_is_rejected_by_its_class),
		STAGE(end__at_a_size_is_told_with_it),
		STAGE(allocation__without_end_is_met_by_a_limit),
		STAGE(counts__that_differ_are_told),
		STAGE(escapes__leave_a_lower_bound),
		STAGE(counter__that_is_set_back_wins_nothing),
		STAGE(growth__explains_what_the_tests_rejected),
		STAGE(rejection__by_the_tests_is_not_measured),
		STAGE(stage__can_be_left_out),
		STAGE(profile__says_which_functions_took_the_steps),
		STAGE(report__is_the_same_at_any_number_of_workers),
		STAGE(build__that_counts_must_succeed_too),
		STAGE(package__whose_model_fails_is_a_judging_error),
		STAGE(family__without_a_model_is_refused),
		STAGE(set__is_made_once_and_again_when_damaged),
		STAGE(counter__is_another_one_each_time),
		STAGE(stage__that_is_left_out_is_out_of_the_way),
	};

	return cmocka_run_group_tests(tests, workshop_open, workshop_close);
}
