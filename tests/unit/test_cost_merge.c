/*
 * What cost_merge promises of small programs, made up ones and huge ones: wherever somebody may look, the count is the
 * one that it would have been. The walks here count both ways at once.
 */
#include "runners/cost_merge.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))
#define NONE      COST_MERGE_NONE
#define SMALL     64

struct program {
	struct cost_place places[SMALL];
	uint32_t n;
};

/*
 * One word a place: "t" a tick, "." nothing, "s" still, "e" the end; "b7" may go on at place 7, "j7" does, "x7" may go
 * there or to the next one from a tick.
 */
static struct program program(const char *words)
{
	struct program p = { .n = 0 };

	while (*words) {
		struct cost_place *place = &p.places[p.n++];
		char kind = *words++;
		char *end;
		uint32_t to = (uint32_t)strtoul(words, &end, 10);

		assert_true(p.n <= SMALL);
		*place = (struct cost_place){
			.next = kind == 'j' || kind == 'e' ? NONE : p.n,
			.target = end > words ? to : NONE,
			.weight = kind == 't' || kind == 'x',
			.still = kind == 's' || kind == 'e',
		};
		words = end + strspn(end, " ");
	}
	p.places[p.n - 1].next = NONE;
	return p;
}

static void merge(struct cost_place *places, uint32_t n)
{
	struct err e = ERR_INIT;

	if (cost_merge(places, n, &e) < 0)
		fail_msg("%s", e.text);
}

static void assert_weighs(const char *words, const uint32_t *weights)
{
	struct program p = program(words);

	merge(p.places, p.n);
	for (uint32_t i = 0; i < p.n; i++) {
		if (p.places[i].weight != weights[i])
			fail_msg("%s: place %u weighs %u, not %u", words, i, p.places[i].weight, weights[i]);
	}
}
#define WEIGHTS(...) ((const uint32_t[]){ __VA_ARGS__ })

/* ---- walks ------------------------------------------------------------------------------------------------------- */

static uint64_t state = 88172645463325252u;

static uint32_t draw(uint32_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)(state >> 32) % below;
}

static uint32_t go_on(const struct cost_place *p)
{
	if (p->next == NONE || (p->target != NONE && draw(2)))
		return p->target;
	return p->next;
}

/* Begins where the count is known, and compares the two wherever it is to be again; in between it is so by place. */
static void walk(const struct cost_place *before, const struct cost_place *after, uint32_t n, uint32_t start, int steps)
{
	int64_t counted = 0, merged = 0, *ahead = calloc(n, sizeof(*ahead));
	bool *known = calloc(n, sizeof(*known));
	uint32_t i = start;

	assert_non_null(ahead);
	assert_non_null(known);
	while (i != NONE && steps-- > 0) {
		if (before[i].still)
			assert_int_equal(counted, merged);
		if (known[i])
			assert_int_equal(merged - counted, ahead[i]);
		known[i] = true;
		ahead[i] = merged - counted;
		counted += before[i].weight;
		merged += after[i].weight;
		assert_true(after[i].weight <= n);
		assert_true(before[i].weight || !after[i].weight);
		i = go_on(&before[i]);
	}
	if (i == NONE)
		assert_int_equal(counted, merged);
	free(ahead);
	free(known);
}

static void check_walks(const struct cost_place *before, uint32_t n, int walks, int steps)
{
	struct cost_place *after = calloc(n, sizeof(*after));
	bool *is_led_to = calloc(n, sizeof(*is_led_to));

	assert_non_null(after);
	assert_non_null(is_led_to);
	memcpy(after, before, n * sizeof(*after));
	merge(after, n);
	for (uint32_t i = 0; i < n; i++) {
		if (before[i].next != NONE)
			is_led_to[before[i].next] = true;
		if (before[i].target != NONE)
			is_led_to[before[i].target] = true;
	}
	for (int k = 0; k < walks; k++) {
		uint32_t start = draw(n);

		if (before[start].still || !is_led_to[start])
			walk(before, after, n, start, steps);
	}
	free(after);
	free(is_led_to);
}

/* ---- small programs ---------------------------------------------------------------------------------------------- */

static void cost_merge__counts_a_straight_way_once(void **state_)
{
	(void)state_;
	assert_weighs("s t t . t e", WEIGHTS(0, 0, 0, 0, 3, 0));
	assert_weighs("s t", WEIGHTS(0, 1));
}

static void cost_merge__counts_each_round_of_a_loop_once(void **state_)
{
	(void)state_;
	/* test, one branch or the other, step */
	assert_weighs("s t t b6 t j7 t x2 t e", WEIGHTS(0, 0, 0, 0, 3, 0, 3, 0, 2, 0));
	/* … or one branch and nothing, which are told apart by what the branch counts */
	assert_weighs("s t t b5 t x2 t e", WEIGHTS(0, 0, 0, 0, 1, 2, 2, 0));
	/* one place only */
	assert_weighs("s t x2 t e", WEIGHTS(0, 0, 1, 2, 0));
}

/* Also where the loop stands in another one: what is passed more often is freed first. */
static void cost_merge__frees_the_inner_loop_first(void **state_)
{
	struct program p = program("s t t t x3 t x2 t e");
	uint32_t ticks = 0;

	(void)state_;
	merge(p.places, p.n);
	for (uint32_t i = 3; i <= 4; i++)
		ticks += p.places[i].weight > 0;
	assert_int_equal(ticks, 1);
	assert_int_equal(p.places[3].weight + p.places[4].weight, 2);
}

static void cost_merge__is_exact_where_somebody_may_look(void **state_)
{
	(void)state_;
	assert_weighs("s t s t t s t e", WEIGHTS(0, 1, 0, 0, 2, 0, 1, 0));
	/* A loop with a call in it. */
	assert_weighs("s t t s x2 t e", WEIGHTS(0, 2, 0, 0, 2, 0, 0));
	/* The targets of a jump through a table. */
	assert_weighs("s t t e s t t e s t e", WEIGHTS(0, 0, 2, 0, 0, 0, 2, 0, 0, 1, 0));
}

static void cost_merge__takes_what_nothing_leads_to_for_a_beginning(void **state_)
{
	(void)state_;
	assert_weighs("t", WEIGHTS(1));
	assert_weighs("e t t j1 t t", WEIGHTS(0, 0, 2, 0, 0, 2));
}

/* A way of one tick beside one of three: were the three put on their last, the one would have to weigh -1. */
static void cost_merge__never_weighs_less_than_nothing(void **state_)
{
	(void)state_;
	assert_weighs("s t b7 t t t j8 t b11 t e t e", WEIGHTS(0, 0, 0, 0, 0, 2, 0, 0, 0, 3, 0, 3, 0));
}

static void cost_merge__does_not_make_more_ticks(void **state_)
{
	static const char *const programs[] = {
		/* a loop with two beginnings */
		"s b3 t t t b3 x2 t e",
		/* switch: each case is reached by address and goes back to the head */
		"s t t e s t j2 s t t j2 s t e",
		/* loops beside and in each other, left in the middle */
		"s t t b10 t b4 t b10 x2 t t x5 t b2 t e",
		/* nothing ends */
		"s t t j1",
	};

	(void)state_;
	for (size_t i = 0; i < LENGTH(programs); i++) {
		struct program before = program(programs[i]), after = before;
		uint32_t left = 0, there = 0;

		check_walks(before.places, before.n, 200, 300);
		merge(after.places, after.n);
		for (uint32_t k = 0; k < after.n; k++) {
			left += after.places[k].weight > 0;
			there += before.places[k].weight;
		}
		if (left >= there)
			fail_msg("%s: %u ticks of %u are left", programs[i], left, there);
	}
}

/* ---- any programs ------------------------------------------------------------------------------------------------ */

static void make_up(struct cost_place *places, uint32_t n, uint32_t stills_in_hundred)
{
	for (uint32_t i = 0; i < n; i++) {
		uint32_t kind = draw(8);

		places[i] = (struct cost_place){
			.next = i + 1 < n && kind > 1 ? i + 1 : NONE,
			.target = kind == 1 || kind > 4 ? draw(n) : NONE,
			.weight = draw(2),
			.still = kind == 0 || draw(100) < stills_in_hundred,
		};
	}
	places[0].still = true;
}

static void cost_merge__is_exact_in_any_program(void **state_)
{
	struct cost_place places[SMALL];

	(void)state_;
	for (int i = 0; i < 3000; i++) {
		uint32_t n = 1 + draw(SMALL);

		make_up(places, n, i % 3 * 5);
		check_walks(places, n, 20, 200);
	}
}

/* ---- huge ones --------------------------------------------------------------------------------------------------- */

#define HUGE_PLACES 200000

static struct cost_place *room(uint32_t n)
{
	struct cost_place *places = calloc(n, sizeof(*places));

	assert_non_null(places);
	return places;
}

/*
 * Two rows of ticks, of which each hangs together, and between them one from each to each, which are refused for the
 * sake of a way beside them that counts less. To see that takes a look at all, for each; so one gives up, and what
 * comes last, though nothing is against it, stays as it is.
 */
static void cost_merge__gives_up_where_all_is_refused(void **state_)
{
	enum {
		ROW = 3000,
		LOOPS = 8,
		SHORT = 1,
		HEADS = SHORT + 2,
		FIRST = HEADS + LOOPS,
		SECOND = FIRST + ROW,
		BETWEEN = SECOND + ROW,
		BACK = BETWEEN + ROW,
		LAST = BACK + LOOPS,
		ALL = LAST + 3
	};
	struct cost_place *places = room(ALL);

	(void)state_;
	places[0] = (struct cost_place){ SHORT, FIRST, 1, false };
	places[SHORT] = (struct cost_place){ SHORT + 1, NONE, 1, false };
	places[SHORT + 1] = (struct cost_place){ NONE, SECOND + ROW - 1, 1, false };
	/* Loops around the rows make them hotter than what is not in them. */
	for (uint32_t i = 0; i < LOOPS; i++) {
		places[HEADS + i] = (struct cost_place){ NONE, NONE, 0, false };
		places[BACK + i] = (struct cost_place){ NONE, HEADS + i, 0, false };
	}
	for (uint32_t i = 0; i < ROW; i++) {
		places[FIRST + i] = (struct cost_place){ i + 1 < ROW ? FIRST + i + 1 : NONE, BETWEEN + i, 1, false };
		places[SECOND + i] = (struct cost_place){ i + 1 < ROW ? SECOND + i + 1 : LAST, NONE, 1, false };
		places[BETWEEN + i] = (struct cost_place){ NONE, SECOND + i, 9, false };
	}
	places[LAST] = (struct cost_place){ LAST + 1, LAST + 2, 0, false };
	places[LAST + 1] = places[LAST + 2] = (struct cost_place){ NONE, NONE, 1, false };
	check_walks(places, ALL, 2000, 2 * ROW);
	merge(places, ALL);
	assert_true(places[LAST + 1].weight > 0);
	free(places);
}

static void cost_merge__is_exact_in_a_tangle(void **state_)
{
	struct cost_place *places = room(HUGE_PLACES);

	(void)state_;
	make_up(places, HUGE_PLACES, 0);
	check_walks(places, HUGE_PLACES, 500, HUGE_PLACES);
	free(places);
}

/* Loops in loops, as deep as there is room; and a way that is as long. */
static void cost_merge__takes_no_stack(void **state_)
{
	struct cost_place *places = room(HUGE_PLACES);

	(void)state_;
	for (uint32_t i = 0; i < HUGE_PLACES; i++)
		places[i] = (struct cost_place){ .next = i + 1, .target = NONE, .weight = 1 };
	places[HUGE_PLACES - 1].next = NONE;
	check_walks(places, HUGE_PLACES, 5, HUGE_PLACES);
	for (uint32_t i = HUGE_PLACES / 2; i < HUGE_PLACES; i++)
		places[i].target = HUGE_PLACES - 1 - i;
	check_walks(places, HUGE_PLACES, 5, HUGE_PLACES);
	free(places);
}

static void cost_merge__refuses_what_is_too_large(void **state_)
{
	struct cost_place *places = room(COST_MERGE_MAX + 1);
	struct err e = ERR_INIT;

	(void)state_;
	for (uint32_t i = 0; i <= COST_MERGE_MAX; i++)
		places[i] = (struct cost_place){ .next = NONE, .target = NONE };
	assert_int_equal(cost_merge(places, COST_MERGE_MAX + 1, &e), -EMSGSIZE);
	assert_int_equal(cost_merge(places, COST_MERGE_MAX, &e), 0);
	assert_int_equal(cost_merge(places, 0, &e), 0);
	free(places);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cost_merge__counts_a_straight_way_once),
		cmocka_unit_test(cost_merge__counts_each_round_of_a_loop_once),
		cmocka_unit_test(cost_merge__frees_the_inner_loop_first),
		cmocka_unit_test(cost_merge__is_exact_where_somebody_may_look),
		cmocka_unit_test(cost_merge__takes_what_nothing_leads_to_for_a_beginning),
		cmocka_unit_test(cost_merge__never_weighs_less_than_nothing),
		cmocka_unit_test(cost_merge__does_not_make_more_ticks),
		cmocka_unit_test(cost_merge__is_exact_in_any_program),
		cmocka_unit_test(cost_merge__gives_up_where_all_is_refused),
		cmocka_unit_test(cost_merge__is_exact_in_a_tangle),
		cmocka_unit_test(cost_merge__takes_no_stack),
		cmocka_unit_test(cost_merge__refuses_what_is_too_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
