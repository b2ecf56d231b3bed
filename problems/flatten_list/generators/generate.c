/*
 * generate: prints one test of flatten_list.
 *
 *	wide N SEED               a list of N numbers
 *	deep N                    N lists, each the only item of the one around it, and a number in the innermost
 *	hollow N                  N lists, each the only item of the one around it, and no number
 *	nest N SEED               N lists, each between two numbers in the one around it
 *	tail N SEED               N lists, each the last item of the one around it, behind a number
 *	head N SEED               N lists, each the first item of the one around it, before a number
 *	empties N                 a list of N empty lists, and a number behind them
 *	thorns N                  N lists, each in the one around it between two empty lists
 *	pairs N SEED              a list of N lists of two numbers
 *	random N DEPTH SEED       N items at random, at most DEPTH lists deep
 *	small LINES SEED          structures of 1 to 12 items
 */
#include "generate.h"

#define N_MAX (1 << 20)

static bool behind_item; /* in the same list */

static void blank(void)
{
	if (behind_item)
		putchar_unlocked(' ');
}

static void open_list(void)
{
	blank();
	putchar_unlocked('[');
	behind_item = false;
}

static void close_list(void)
{
	putchar_unlocked(']');
	behind_item = true;
}

static void number(int64_t v)
{
	blank();
	print_number(v);
	behind_item = true;
}

static void end_line(void)
{
	putchar_unlocked('\n');
	behind_item = false;
}

static void empty_list(void)
{
	open_list();
	close_list();
}

/* Short ones in large inputs. */
static int64_t random_value(struct random *r, int64_t n)
{
	if (n > 10000)
		return random_between(r, -99, 99);
	switch (random_below(r, 8)) {
	case 0:
		return INT32_MIN;
	case 1:
		return INT32_MAX;
	case 2:
		return 0;
	default:
		return random_between(r, -1000, 1000);
	}
}

/* ---- structures -------------------------------------------------------------------------------------------------- */

static void wide(int64_t n, struct random *r)
{
	open_list();
	for (int64_t i = 0; i < n; i++)
		number(random_value(r, n));
	close_list();
}

/* A number or an empty list before and behind each inner list, and one in the innermost. */
struct frame {
	bool number_before, number_behind, number_inside;
	bool thorns;
};

static void frames(int64_t n, struct random *r, struct frame f)
{
	for (int64_t i = 0; i < n; i++) {
		open_list();
		if (f.number_before)
			number(random_value(r, n));
		if (f.thorns)
			empty_list();
	}
	if (f.number_inside)
		number(7);
	for (int64_t i = 0; i < n; i++) {
		if (f.thorns)
			empty_list();
		if (f.number_behind)
			number(random_value(r, n));
		close_list();
	}
}

static void empties(int64_t n)
{
	open_list();
	for (int64_t i = 0; i < n; i++)
		empty_list();
	number(7);
	close_list();
}

static void pairs(int64_t n, struct random *r)
{
	open_list();
	for (int64_t i = 0; i < n; i++) {
		open_list();
		number(random_value(r, n));
		number(random_value(r, n));
		close_list();
	}
	close_list();
}

static void random_tree(int64_t n, int64_t depth, struct random *r)
{
	int64_t open = 1;

	open_list();
	while (--n > 0) {
		while (open > 1 && random_below(r, 3) == 0) {
			close_list();
			open--;
		}
		if (open < depth && random_below(r, 5) < 2) {
			open_list();
			open++;
		} else {
			number(random_value(r, n));
		}
	}
	while (open--)
		close_list();
}

static void print_small(struct arguments *a)
{
	int64_t lines = argument_number(a, "LINES", 1, 100000);
	struct random r = random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));

	for (int64_t i = 0; i < lines; i++) {
		if (random_below(&r, 16) == 0) {
			number(random_value(&r, 1));
		} else {
			int64_t n = random_between(&r, 1, 12);

			random_tree(n, random_between(&r, 1, 6), &r);
		}
		end_line();
	}
}

static void print_random(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 1, N_MAX);
	int64_t depth = argument_number(a, "DEPTH", 1, N_MAX);
	struct random r = random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));

	random_tree(n, depth, &r);
	end_line();
}

static void print_one(const char *mode, struct arguments *a)
{
	int64_t n = argument_number(a, "N", 1, N_MAX);
	struct random r = random_seeded(a->left ? (uint64_t)argument_number(a, "SEED", 0, INT64_MAX) : 0);

	if (!strcmp(mode, "wide"))
		wide(n, &r);
	else if (!strcmp(mode, "deep"))
		frames(n, &r, (struct frame){ .number_inside = true });
	else if (!strcmp(mode, "hollow"))
		frames(n, &r, (struct frame){ 0 });
	else if (!strcmp(mode, "nest"))
		frames(n, &r, (struct frame){ .number_before = true, .number_behind = true });
	else if (!strcmp(mode, "tail"))
		frames(n, &r, (struct frame){ .number_before = true });
	else if (!strcmp(mode, "head"))
		frames(n, &r, (struct frame){ .number_behind = true, .number_inside = true });
	else if (!strcmp(mode, "thorns"))
		frames(n, &r, (struct frame){ .thorns = true });
	else if (!strcmp(mode, "empties"))
		empties(n);
	else if (!strcmp(mode, "pairs"))
		pairs(n, &r);
	else
		bad_argument("a mode", mode);
	end_line();
}

int main(int argc, char **argv)
{
	struct arguments a = arguments_of(argc, argv);
	const char *mode = argument_word(&a, "a mode");

	if (!strcmp(mode, "small"))
		print_small(&a);
	else if (!strcmp(mode, "random"))
		print_random(&a);
	else
		print_one(mode, &a);
	return generated(&a);
}
