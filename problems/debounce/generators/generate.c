/*
 * generate: prints one test of debounce.
 *
 *	burst N MODE MAX_WAIT SEED   one burst of N/2 calls, one each millisecond, with a loop that sleeps in between;
 *	                             MODE is leading, trailing, both or neither
 *	bursts N MODE SEED           N/4 bursts of one to three calls
 *	late N MODE MAX_WAIT SEED    N/2 calls, and a clock that jumps
 *	random N D SEED              N operations of all kinds on D debouncers, inside of fn too
 */
#include "generate.h"

#define N_MAX (1 << 20)

static const char *const MODES[] = { "leading", "trailing", "both", "neither" };

static void line(const char *word)
{
	puts(word);
}

static void line_number(const char *word, int64_t v)
{
	fputs(word, stdout);
	putchar_unlocked(' ');
	print_number(v);
	putchar_unlocked('\n');
}

static void create(int64_t delay, const char *mode, int64_t max_wait)
{
	fputs("create ", stdout);
	print_number(delay);
	printf(" %s ", mode);
	print_number(max_wait);
	putchar_unlocked('\n');
}

static const char *argument_mode(struct arguments *a)
{
	const char *mode = argument_word(a, "a mode of the debouncer");

	for (size_t i = 0; i < sizeof(MODES) / sizeof(MODES[0]); i++)
		if (!strcmp(mode, MODES[i]))
			return mode;
	bad_argument("a mode of the debouncer", mode);
}

static struct random argument_random(struct arguments *a)
{
	return random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));
}

static int64_t random_argument(struct random *r)
{
	switch (random_below(r, 16)) {
	case 0:
		return INT64_MIN;
	case 1:
		return INT64_MAX;
	case 2:
		return random_between(r, INT64_MIN, INT64_MAX);
	default:
		return random_between(r, -99, 99);
	}
}

static void print_burst(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 2, N_MAX);
	const char *mode = argument_mode(a);
	int64_t max_wait = argument_number(a, "MAX_WAIT", 0, N_MAX);
	struct random r = argument_random(a);

	create(n, mode, max_wait);
	for (int64_t i = 0; i < n / 2; i++) {
		line_number("call", random_between(&r, -99, 99));
		line("sleep 1");
	}
	line_number("sleep", 2 * n);
}

static void print_bursts(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 4, N_MAX);
	const char *mode = argument_mode(a);
	struct random r = argument_random(a);

	create(10, mode, 0);
	for (int64_t i = 0; i < n / 4; i++) {
		for (uint64_t calls = 1 + random_below(&r, 3); calls > 0; calls--)
			line_number("call", random_between(&r, -99, 99));
		line_number("sleep", random_between(&r, 9, 12));
	}
}

static void print_late(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 2, N_MAX);
	const char *mode = argument_mode(a);
	int64_t max_wait = argument_number(a, "MAX_WAIT", 0, N_MAX);
	struct random r = argument_random(a);

	create(20, mode, max_wait);
	for (int64_t i = 0; i < n / 2; i++) {
		line_number("call", random_argument(&r));
		line_number("jump", random_between(&r, 0, random_below(&r, 4) ? 8 : 60));
		if (random_below(&r, 8) == 0)
			line("tick");
	}
}

static void operation(struct random *r)
{
	uint64_t pick = random_below(r, 16);

	if (pick < 11)
		line_number("call", random_argument(r));
	else if (pick < 12)
		line("cancel");
	else if (pick < 13)
		line("flush");
	else
		line(pick < 14 ? "tick" : "next");
}

/* Delays of few units, so that times often meet. */
static void print_random(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 1, N_MAX);
	int64_t debouncers = argument_number(a, "D", 1, 1000);
	struct random r = argument_random(a);

	for (int64_t i = 0; i < debouncers; i++) {
		int64_t delay = random_between(&r, 1, 6);
		const char *mode = MODES[random_below(&r, 5) ? random_below(&r, 3) : 3 - random_below(&r, 2)];

		create(delay, mode, random_below(&r, 2) ? random_between(&r, 1, 9) : 0);
	}
	for (int64_t i = 0; i < n; i++) {
		uint64_t pick = random_below(&r, 16);

		if (pick < 2 && debouncers > 1) {
			line_number("use", random_between(&r, 1, debouncers));
		} else if (pick < 6) {
			line_number("sleep", random_between(&r, 0, 7));
		} else if (pick < 7) {
			line_number("jump", random_between(&r, 0, 7));
		} else {
			if (pick < 8)
				fputs("inside ", stdout);
			operation(&r);
		}
	}
}

int main(int argc, char **argv)
{
	struct arguments a = arguments_of(argc, argv);
	const char *mode = argument_word(&a, "a mode");

	if (!strcmp(mode, "burst"))
		print_burst(&a);
	else if (!strcmp(mode, "bursts"))
		print_bursts(&a);
	else if (!strcmp(mode, "late"))
		print_late(&a);
	else if (!strcmp(mode, "random"))
		print_random(&a);
	else
		bad_argument("a mode", mode);
	return generated(&a);
}
