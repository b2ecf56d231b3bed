/*
 * driver: plays one test of running_median.
 *
 * An input is a list of operations, one a line:
 *
 *	create    makes the next finder (the first one is number 1) and works on it from here
 *	add X     median
 *	use I     works on finder I from here
 *	free      frees the finder that is worked on; `create` or `use` comes next
 *
 * Each median writes its value on a line. A median of ints is a whole number or ends in .5; such values have one
 * spelling, in which zero has no sign. Anything else that is returned is written with all its digits and is wrong.
 * Finders that are left at the end are freed in the order of their creation.
 */
#include "driver.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#define FINDERS_MAX 1000

static void *(*create)(void);
static void (*add)(void *finder, int num);
static double (*median)(void *finder);
static void (*release)(void *finder);

const struct driver_function driver_functions[] = {
	{ "medianFinderCreate", (void **)&create },
	{ "medianFinderAddNum", (void **)&add },
	{ "medianFinderFindMedian", (void **)&median },
	{ "medianFinderFree", (void **)&release },
	{ NULL, NULL },
};

struct finder {
	void *candidate; /* NULL once freed */
	bool holds_numbers;
};

struct player {
	struct finder finders[FINDERS_MAX];
	size_t n;
	size_t current; /* index */
};

static struct finder *current_finder(struct player *p)
{
	if (p->current >= p->n || !p->finders[p->current].candidate)
		driver_bad_input("there is no finder to work on");
	return &p->finders[p->current];
}

static void play_create(struct player *p)
{
	void *candidate;

	if (p->n == FINDERS_MAX)
		driver_bad_input("too many finders");
	candidate = create();
	if (!candidate)
		driver_complain("medianFinderCreate returned NULL");
	p->finders[p->n] = (struct finder){ candidate, false };
	p->current = p->n++;
}

static void play_add(struct player *p)
{
	struct finder *finder = current_finder(p);
	int64_t num = driver_read_i64();

	if (num < INT_MIN || num > INT_MAX)
		driver_bad_input("an int");
	add(finder->candidate, (int)num);
	finder->holds_numbers = true;
}

static void write_median(double v)
{
	char text[64];

	if (v >= INT_MIN && v <= INT_MAX && v * 2 == (double)(int64_t)(v * 2)) {
		int64_t twice = (int64_t)(v * 2);

		if (twice < 0)
			driver_write_char('-');
		driver_write_i64((twice < 0 ? -twice : twice) / 2);
		if (twice % 2)
			driver_write_str(".5");
	} else {
		snprintf(text, sizeof text, "%.17g", v);
		driver_write_str(text);
	}
	driver_write_char('\n');
}

static void play_median(struct player *p)
{
	struct finder *finder = current_finder(p);

	if (!finder->holds_numbers)
		driver_bad_input("a number before the first median");
	write_median(median(finder->candidate));
}

static void play_use(struct player *p)
{
	int64_t number = driver_read_i64();

	if (number < 1 || number > FINDERS_MAX)
		driver_bad_input("the number of a finder");
	p->current = (size_t)number - 1;
	current_finder(p);
}

static void play_free(struct player *p)
{
	struct finder *finder = current_finder(p);

	release(finder->candidate);
	finder->candidate = NULL;
}

static const struct {
	const char *word;
	void (*play)(struct player *p);
} OPERATIONS[] = {
	{ "add", play_add },       { "median", play_median }, { "use", play_use },
	{ "create", play_create }, { "free", play_free },
};

#define N_OPERATIONS (sizeof OPERATIONS / sizeof OPERATIONS[0])

static void play(struct player *p)
{
	size_t len;
	const char *word = driver_read_token(&len);

	for (size_t i = 0; i < N_OPERATIONS; i++)
		if (len == strlen(OPERATIONS[i].word) && memcmp(word, OPERATIONS[i].word, len) == 0) {
			OPERATIONS[i].play(p);
			return;
		}
	driver_bad_input("an operation that is not one of create, add, median, use, free");
}

void driver_run(void)
{
	struct player *p = driver_alloc(1, sizeof *p);

	while (!driver_at_end())
		play(p);
	for (size_t i = 0; i < p->n; i++)
		if (p->finders[i].candidate)
			release(p->finders[i].candidate);
}
