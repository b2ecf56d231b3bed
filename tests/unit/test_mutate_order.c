/*
 * What the choice of mutants promises: the same each time, every line before any twice, classes evenly.
 */
#include "judge/author/mutate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define N 90

/* Ten lines of nine mutants, of which most are of one class. */
static void make(struct mutant mutants[N])
{
	memset(mutants, 0, N * sizeof(*mutants));
	for (uint32_t i = 0; i < N; i++) {
		mutants[i].edit.line = 1 + i / 9;
		mutants[i].edit.class = i % 9 < 6 ? 3 : i % 9;
	}
}

static void order(const struct mutant *mutants, size_t n, uint64_t seed, size_t *out)
{
	struct err e = ERR_INIT;

	assert_int_equal(mutants_order(mutants, n, seed, out, &e), 0);
}

static void order__has_each_once(void **state)
{
	struct mutant mutants[N];
	size_t at[N];
	bool seen[N] = { false };

	(void)state;
	make(mutants);
	order(mutants, N, 0, at);
	for (size_t i = 0; i < N; i++) {
		assert_true(at[i] < N);
		assert_false(seen[at[i]]);
		seen[at[i]] = true;
	}
}

static void order__is_the_same_for_a_seed_and_another_for_another(void **state)
{
	struct mutant mutants[N];
	size_t a[N], b[N], c[N];

	(void)state;
	make(mutants);
	order(mutants, N, 7, a);
	order(mutants, N, 7, b);
	order(mutants, N, 8, c);
	assert_memory_equal(a, b, sizeof(a));
	assert_memory_not_equal(a, c, sizeof(a));
}

static void order__tries_every_line_before_any_again(void **state)
{
	struct mutant mutants[N];
	size_t at[N], of_line[11] = { 0 };

	(void)state;
	make(mutants);
	order(mutants, N, 0, at);
	for (size_t i = 0; i < N; i++) {
		const size_t now = ++of_line[mutants[at[i]].edit.line];

		assert_int_equal(now, i / 10 + 1);
	}
}

static void order__is_even_over_classes(void **state)
{
	struct mutant mutants[N];
	size_t at[N], of_class[MUTATION_CLASSES] = { 0 };

	(void)state;
	make(mutants);
	order(mutants, N, 0, at);
	for (size_t i = 0; i < 40; i++)
		of_class[mutants[at[i]].edit.class]++;
	assert_in_range(of_class[3], 8, 12);
	assert_in_range(of_class[6], 8, 12);
	assert_in_range(of_class[7], 8, 12);
	assert_in_range(of_class[8], 8, 12);
}

static void order__the_same_line_of_two_files_is_two_lines(void **state)
{
	struct mutant mutants[4] = { 0 };
	size_t at[4];

	(void)state;
	mutants[2].reference = mutants[3].reference = 1;
	order(mutants, 4, 0, at);
	assert_int_not_equal(mutants[at[0]].reference, mutants[at[1]].reference);
	order(mutants, 0, 0, at);
}

static void score__leaves_out_what_is_equivalent(void **state)
{
	struct mutation_score s = { .by_fate = { [MUTANT_REJECTED] = 94,
						 [MUTANT_SURVIVED] = 5,
						 [MUTANT_ARGUED] = 30,
						 [MUTANT_SAME] = 40,
						 [MUTANT_TWIN] = 50,
						 [MUTANT_STILLBORN] = 60,
						 [MUTANT_LEFT] = 70 } };
	size_t rejected;

	(void)state;
	assert_int_equal(mutation_score_of(&s, &rejected), 99);
	assert_int_equal(rejected, 94);
	assert_int_equal(mutation_permille(&s), 949);
	assert_false(mutation_is_enough(&s));
	s.by_fate[MUTANT_REJECTED] = 95;
	assert_int_equal(mutation_permille(&s), 950);
	assert_true(mutation_is_enough(&s));
}

static void score__is_spoilt_by_an_argument_that_is_not_so(void **state)
{
	const struct mutation_score s = { .by_fate = { [MUTANT_REJECTED] = 100 }, .refuted = 1 };

	(void)state;
	assert_false(mutation_is_enough(&s));
}

static void score__of_none_is_full(void **state)
{
	const struct mutation_score s = { .refuted = 0 };

	(void)state;
	assert_int_equal(mutation_permille(&s), 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(order__has_each_once),
		cmocka_unit_test(order__is_the_same_for_a_seed_and_another_for_another),
		cmocka_unit_test(order__tries_every_line_before_any_again),
		cmocka_unit_test(order__is_even_over_classes),
		cmocka_unit_test(order__the_same_line_of_two_files_is_two_lines),
		cmocka_unit_test(score__leaves_out_what_is_equivalent),
		cmocka_unit_test(score__is_spoilt_by_an_argument_that_is_not_so),
		cmocka_unit_test(score__of_none_is_full),
	};

	return cmocka_run_group_tests_name("mutate_order", tests, NULL, NULL);
}
