/*
 * A sample of the corpus of programs whose growth is known (tests/complexity), of its calibrating half: each is named
 * as its label says, in time and in space, and judged rightly against every class as a limit. `make bench` does so with
 * the other half.
 */
#include "tests/support/corpus.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

#define COUNTER  "counter_of_test"
#define LAST_MAX (UINT64_C(1) << 16) /* enough for these, and quick */

static int open_corpus(void **state)
{
	static struct corpus corpus;
	struct err e = ERR_INIT;

	if (corpus_open("calibrate", &corpus, &e) < 0) {
		print_error("%s\n", e.text);
		return -1;
	}
	*state = &corpus;
	return 0;
}

static int close_corpus(void **state)
{
	corpus_close(*state);
	return 0;
}

static void check(struct corpus *c, const char *name)
{
	const struct labelled *found = corpus_find(c, name);
	struct tally t = { .programs = 0 };
	struct climbed climbed;
	struct labelled p;
	struct err e = ERR_INIT;

	if (!found)
		fail_msg("there is no %s", name);
	p = *found;
	if (p.last > LAST_MAX)
		p.last = LAST_MAX;
	if (corpus_measure(c, &p, COUNTER, &climbed, &e) < 0)
		fail_msg("%s", e.text);
	for (enum cost_measure what = COST_TICKS; what <= COST_BYTES; what++) {
		struct opinion o;

		corpus_judge_climbed(&climbed, what, &o);
		corpus_tally(&t, &p, what, &o, "# ");
	}
	if (t.named_wrong || t.false_accepts || t.false_rejects)
		fail_msg("%s is not judged as its label says", name);
}

static void check_all(struct corpus *c, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		check(c, names[i]);
}

static void corpus__names_and_judges_every_class(void **state)
{
	static const char *const names[] = {
		"fixed_lookups",      "binary_searches", "count_divisors", "pairs_from_both_ends",
		"qsort_of_copy",      "bitonic",         "block_sums",     "duplicates_by_search",
		"heap_sort_for_each", "three_sum",       "subset_sums",
	};

	check_all(*state, names, LENGTH(names));
}

static void corpus__counts_memory_of_every_kind(void **state)
{
	static const char *const names[] = { "deep_halves",      "on_the_stack",   "mapped",
					     "in_static_memory", "listeners_leak", "lru_fixed" };

	check_all(*state, names, LENGTH(names));
}

static void corpus__sees_through_growth_in_steps(void **state)
{
	static const char *const names[] = { "vector_doubling", "next_power_of_two", "chained_table" };

	check_all(*state, names, LENGTH(names));
}

static void corpus__counts_what_the_library_hides(void **state)
{
	static const char *const names[] = { "strlen_while_writing", "insert_in_front", "growth_by_one" };

	check_all(*state, names, LENGTH(names));
}

/* Programs that are added later shift no class out of a half. */
static void corpus__has_every_class_in_both_halves(void **state)
{
	struct corpus measured, *halves[] = { *state, &measured };
	struct err e = ERR_INIT;

	if (corpus_open("measured", &measured, &e) < 0)
		fail_msg("%s", e.text);
	for (size_t h = 0; h < LENGTH(halves); h++) {
		unsigned times[FIT_CLASS_COUNT] = { 0 };

		for (size_t i = 0; i < halves[h]->n; i++)
			times[halves[h]->programs[i].truth[COST_TICKS]]++;
		for (enum fit_class c = 0; c < FIT_CLASS_COUNT; c++)
			assert_true(times[c] >= 2);
		assert_true(halves[h]->n >= 60);
	}
	corpus_close(&measured);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(corpus__names_and_judges_every_class),
		cmocka_unit_test(corpus__counts_memory_of_every_kind),
		cmocka_unit_test(corpus__sees_through_growth_in_steps),
		cmocka_unit_test(corpus__counts_what_the_library_hides),
		cmocka_unit_test(corpus__has_every_class_in_both_halves),
	};

	return cmocka_run_group_tests(tests, open_corpus, close_corpus);
}
