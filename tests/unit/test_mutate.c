/*
 * What mutating a package promises: every mutant has one fate, survivors are seen, what is equivalent by proof or by
 * argument does not count, and nothing of it depends on the number of workers.
 */
#include "judge/author/mutate.h"
#include "tests/support/workshop.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *const only_sum[] = { "accepted/sum.c" };

/* All mutants of sum.c, whose text is this. */
static struct mutation_run mutate_with(struct workshop *w, struct judge *j, const char *sum, const char *arguments,
				       size_t limit)
{
	const struct mutate_options options = { .files = only_sum, .n_files = 1, .limit = limit };
	struct mutation_run run = { .n = 0 };
	struct err e = ERR_INIT;

	workshop_put(w, "submissions/accepted/sum.c", sum);
	if (arguments)
		workshop_put(w, "mutants.yaml", arguments);
	workshop_load(w);
	if (judge_mutate(j ? j : w->judge, w->problem, &options, &run, &e) < 0)
		fail_msg("%s", e.text);
	return run;
}

/* The one whose line becomes this. */
static const struct mutant *find(const struct mutation_run *run, const char *to)
{
	for (size_t i = 0; i < run->n; i++)
		if (!strcmp(run->mutants[i].edit.to, to))
			return &run->mutants[i];
	fail_msg("no mutant makes '%s'", to);
	return NULL;
}

static void assert_fate(const struct mutation_run *run, const char *to, enum mutant_fate fate)
{
	assert_string_equal(mutant_word(find(run, to)->fate), mutant_word(fate));
}

/* No test has a number above 1024, so that what happens with those above 5000 is seen by none. */
#define UNSEEN TWICE("	if (x > 5000)\n		return 7;\n	return x + x;")

static void mutant__that_answers_wrongly_is_rejected(void **state)
{
	struct mutation_run run = mutate_with(*state, NULL, TWICE("	return x + x;"), NULL, SIZE_MAX);
	const struct mutant *x = find(&run, "return x - x;");

	assert_int_equal(x->fate, MUTANT_REJECTED);
	assert_int_equal(x->got.verdict, VERDICT_WA);
	assert_string_equal(x->file, "accepted/sum.c");
	assert_int_equal(x->edit.line, 3);
	assert_int_equal(mutation_permille(&run.score), 1000);
	assert_true(mutation_is_enough(&run.score));
	mutation_run_clear(&run);
}

static void mutant__that_no_test_sees_survives(void **state)
{
	struct mutation_run run = mutate_with(*state, NULL, UNSEEN, NULL, SIZE_MAX);

	assert_fate(&run, "if (x > 5001)", MUTANT_SURVIVED);
	assert_fate(&run, "return 8;", MUTANT_SURVIVED);
	assert_fate(&run, "if (x > 0)", MUTANT_REJECTED);
	assert_false(mutation_is_enough(&run.score));
	mutation_run_clear(&run);
}

#define ARGUED                                                                                                    \
	"equivalent:\n"                                                                                           \
	"  - file: accepted/sum.c\n"                                                                              \
	"    line: \"if (x > 5000)\"\n"                                                                           \
	"    becomes: [\"if (x > 5001)\", \"if (x > 4999)\", \"if (x >= 5000)\"]\n"                               \
	"    why: \"no number is so large\"\n"                                                                    \
	"  - {file: accepted/sum.c, line: \"return 7;\", becomes: [\"return 8;\", \"return 6;\", \"return 0;\", " \
	"\";\"], why: \"nobody comes here\"}\n"

static void mutant__that_is_argued_for_does_not_count(void **state)
{
	struct mutation_run run = mutate_with(*state, NULL, UNSEEN, ARGUED, SIZE_MAX);

	assert_fate(&run, "if (x > 5001)", MUTANT_ARGUED);
	assert_fate(&run, "return 8;", MUTANT_ARGUED);
	assert_int_equal(run.score.by_fate[MUTANT_SURVIVED], 0);
	assert_true(mutation_is_enough(&run.score));
	mutation_run_clear(&run);
}

#define WRONG(more) \
	"equivalent:\n  - {file: accepted/sum.c, line: return x + x;, becomes: return x - x;, why: it is not" more "}\n"

static void argument__for_what_is_rejected_is_refuted(void **state)
{
	struct mutation_run run = mutate_with(*state, NULL, TWICE("	return x + x;"), WRONG(""), SIZE_MAX);

	assert_int_equal(run.score.refuted, 1);
	assert_false(mutation_is_enough(&run.score));
	mutation_run_clear(&run);
}

static void argument__about_this_host_is_not(void **state)
{
	struct mutation_run run =
		mutate_with(*state, NULL, TWICE("	return x + x;"), WRONG(", here: true"), SIZE_MAX);

	assert_int_equal(run.score.refuted, 0);
	assert_true(mutation_is_enough(&run.score));
	mutation_run_clear(&run);
}

static void mutant__with_the_original_s_object_is_equivalent(void **state)
{
	struct mutation_run run =
		mutate_with(*state, NULL, TWICE("\tint y = 3;\n\t(void)y;\n\treturn x + x;"), NULL, SIZE_MAX);

	assert_fate(&run, "int y = 4;", MUTANT_SAME);
	assert_fate(&run, ";", MUTANT_SAME);
	assert_int_equal(run.score.by_fate[MUTANT_REJECTED], 1);
	mutation_run_clear(&run);
}

static void mutant__with_the_object_of_another_does_not_count(void **state)
{
	struct mutation_run run = mutate_with(*state, NULL, TWICE("	return x + x;"), NULL, SIZE_MAX);

	assert_int_equal(run.n, 2);
	assert_int_equal(run.score.by_fate[MUTANT_REJECTED], 1);
	assert_int_equal(run.score.by_fate[MUTANT_TWIN], 1);
	mutation_run_clear(&run);
}

static void mutant__that_does_not_compile_is_stillborn(void **state)
{
	struct mutation_run run = mutate_with(
		*state, NULL, TWICE("	switch (x) {\n	case 1:\n		break;\n	}\n	return x + x;"),
		NULL, SIZE_MAX);

	assert_fate(&run, "continue;", MUTANT_STILLBORN);
	mutation_run_clear(&run);
}

/* Both ends that the plain tests do not see. */
static void mutant__is_judged_by_every_stage(void **state)
{
	static const char leaky[] = "#include <stdlib.h>\nint twice(int x)\n{\n	int *p = malloc(sizeof(*p));\n"
				    "\tif (!p)\n\t\treturn 0;\n\t*(volatile int *)p = x;\n\tx += *(volatile int *)p;\n"
				    "	free(p);\n	return x;\n}\n";
	struct mutation_run run;
	cleanup_buf struct buf yaml = { 0 };

	buf_init(&yaml, 1 << 16);
	buf_printf(&yaml, "%ssoundness: {leaks: reject}\n", WORKSHOP_JUDGE_YAML);
	workshop_put(*state, "judge.yaml", yaml.data);
	run = mutate_with(*state, NULL, leaky, NULL, SIZE_MAX);
	for (size_t i = 0; i < run.n; i++)
		if (!strcmp(mutation_class(run.mutants[i].edit.class)->name, "free")) {
			assert_int_equal(run.mutants[i].fate, MUTANT_REJECTED);
			assert_judged(&run.mutants[i].got, VERDICT_RTE, "leak");
		}
	mutation_run_clear(&run);
}

static void run__judges_no_more_than_its_limit(void **state)
{
	struct mutation_run run = mutate_with(*state, NULL, UNSEEN, NULL, 3);

	assert_int_equal(run.score.by_fate[MUTANT_REJECTED] + run.score.by_fate[MUTANT_SURVIVED], 3);
	assert_true(run.score.by_fate[MUTANT_LEFT] > 0);
	mutation_run_clear(&run);
}

static void run__is_the_same_for_any_number_of_workers(void **state)
{
	struct judge *alone = workshop_judge(*state, 1);
	struct mutation_run a = mutate_with(*state, alone, UNSEEN, NULL, 8);
	struct mutation_run b = mutate_with(*state, NULL, UNSEEN, NULL, 8);

	assert_int_equal(a.n, b.n);
	for (size_t i = 0; i < a.n; i++)
		assert_int_equal(a.mutants[i].fate, b.mutants[i].fate);
	mutation_run_clear(&a);
	mutation_run_clear(&b);
	judge_close(alone);
}

static void assert_fails(struct workshop *w, const char *file, int code, const char *text)
{
	const struct mutate_options options = { .files = &file, .n_files = 1, .limit = 1 };
	struct mutation_run run;
	struct err e = ERR_INIT;

	workshop_load(w);
	assert_int_equal(judge_mutate(w->judge, w->problem, &options, &run, &e), code);
	assert_string_equal(e.text, text);
}

static void run__names_what_is_no_accepted_reference(void **state)
{
	assert_fails(*state, "accepted/none.c", -ENOENT,
		     "mutate twice: 'accepted/none.c' is no accepted reference of twice");
	assert_fails(*state, "wrong_answer/square.c", -ENOENT,
		     "mutate twice: 'wrong_answer/square.c' is no accepted reference of twice");
}

/* What is rejected unchanged would reject all. */
static void run__of_a_reference_that_is_rejected_is_refused(void **state)
{
	workshop_put(*state, "submissions/accepted/shift.c", TWICE("	return x << 2;"));
	assert_fails(*state, "accepted/shift.c", -EINVAL,
		     "mutate twice: accepted/shift.c is to be accepted and is not: WA");
}

static void on_event(bool judging, size_t done, size_t total, size_t survived, void *arg)
{
	size_t *last = arg;

	assert_true(done <= total);
	assert_true(survived <= done);
	last[judging] = done;
	last[2] = survived;
}

static void run__says_how_far_it_is(void **state)
{
	size_t last[3] = { 0 };
	const struct mutate_options options = { .limit = 5, .event = on_event, .arg = last };
	struct workshop *w = *state;
	struct mutation_run run;
	struct err e = ERR_INIT;

	workshop_put(w, "submissions/accepted/sum.c", UNSEEN);
	workshop_load(w);
	assert_int_equal(judge_mutate(w->judge, w->problem, &options, &run, &e), 0);
	assert_true(last[false] >= 5);
	assert_int_equal(last[true], 5);
	assert_int_equal(last[2], run.score.by_fate[MUTANT_SURVIVED]);
	mutation_run_clear(&run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(mutant__that_answers_wrongly_is_rejected, workshop_reset),
		cmocka_unit_test_setup(mutant__that_no_test_sees_survives, workshop_reset),
		cmocka_unit_test_setup(mutant__that_is_argued_for_does_not_count, workshop_reset),
		cmocka_unit_test_setup(argument__for_what_is_rejected_is_refuted, workshop_reset),
		cmocka_unit_test_setup(argument__about_this_host_is_not, workshop_reset),
		cmocka_unit_test_setup(mutant__with_the_original_s_object_is_equivalent, workshop_reset),
		cmocka_unit_test_setup(mutant__with_the_object_of_another_does_not_count, workshop_reset),
		cmocka_unit_test_setup(mutant__that_does_not_compile_is_stillborn, workshop_reset),
		cmocka_unit_test_setup(mutant__is_judged_by_every_stage, workshop_reset),
		cmocka_unit_test_setup(run__judges_no_more_than_its_limit, workshop_reset),
		cmocka_unit_test_setup(run__is_the_same_for_any_number_of_workers, workshop_reset),
		cmocka_unit_test_setup(run__names_what_is_no_accepted_reference, workshop_reset),
		cmocka_unit_test_setup(run__of_a_reference_that_is_rejected_is_refused, workshop_reset),
		cmocka_unit_test_setup(run__says_how_far_it_is, workshop_reset),
	};

	return cmocka_run_group_tests_name("mutate", tests, workshop_open, workshop_close);
}
