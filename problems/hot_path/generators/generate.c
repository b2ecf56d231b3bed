/*
 * generate: prints one test of hot_path.
 *
 *	wide N SEED                   N functions, each of which main calls
 *	roots N SEED                  N functions, each alone in its stacks
 *	deep N                        two stacks of N/2 functions, all different in each
 *	recursion N                   a function that calls itself, in a stack of N, and a hotter one that does not
 *	steady N SEED                 N samples of 1,000 different stacks of four functions
 *	long N SEED                   N functions, each of which main calls, with names of 255 bytes that begin alike
 *	heavy N                       N times 10^12 for two functions, and 1 more for the second one
 *	rare N                        N samples; one function is in the first one and in each 65,536th from there
 *	random N FUNCTIONS DEPTH SEED N samples of stacks at random; some reports, two profiles, odd names
 *	ties N SEED                   N samples of short stacks of few functions, all of weight 1 or 2; many reports
 */
#include "generate.h"

#define N_MAX (1 << 20)

static void weight(int64_t v)
{
	putchar_unlocked(' ');
	print_number(v);
	putchar_unlocked('\n');
}

static void name(const char *prefix, int64_t i)
{
	fputs(prefix, stdout);
	print_number(i);
}

static struct random argument_random(struct arguments *a)
{
	return random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));
}

static void print_wide(struct arguments *a, const char *above)
{
	int64_t n = argument_number(a, "N", 1, N_MAX);
	struct random r = argument_random(a);

	for (int64_t i = 0; i < n; i++) {
		fputs(above, stdout);
		name("f", i);
		weight(random_between(&r, 1, 99));
	}
}

static void print_deep(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 2, N_MAX);

	for (int sample = 0; sample < 2; sample++) {
		for (int64_t i = 0; i < n / 2; i++) {
			if (i)
				putchar_unlocked(';');
			name("f", i);
		}
		weight(1 + sample);
	}
}

static void print_recursion(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 2, N_MAX);

	fputs("main", stdout);
	for (int64_t i = 1; i < n; i++)
		fputs(";f", stdout);
	weight(1);
	fputs("main;g", stdout);
	weight(10);
}

static void print_steady(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 1, N_MAX);
	struct random r = argument_random(a);

	for (int64_t i = 0; i < n; i++) {
		int64_t leaf = i < 1000 ? i : random_between(&r, 0, 999);

		name("main;a", leaf / 100);
		name(";b", leaf / 10);
		name(";c", leaf);
		weight(random_between(&r, 1, 99));
	}
}

/* Nine of ten neighbours differ in their last byte only. */
static void long_name(int64_t i)
{
	for (int j = 0; j < 248; j++)
		putchar_unlocked('a' + j % 26);
	name("", INT64_C(1000000) + i);
}

static void print_long(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 1, 32000);
	struct random r = argument_random(a);

	for (int64_t i = 0; i < n; i++) {
		fputs("main;", stdout);
		long_name(i);
		weight(random_between(&r, 1, 99));
	}
}

static void print_heavy(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 1, N_MAX / 4);

	for (int64_t i = 0; i < n; i++) {
		fputs("main;a", stdout);
		weight(INT64_C(1000000000000));
		fputs("main;b", stdout);
		weight(INT64_C(1000000000000));
	}
	fputs("main;b", stdout);
	weight(1);
}

static void print_rare(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 1, N_MAX / 2);

	for (int64_t i = 0; i < n; i++) {
		fputs(i % 65536 ? "main;f" : "main;rare", stdout);
		weight(1);
	}
}

/* Names that are beginnings of others, with blanks, with bytes beyond ASCII. */
static void odd_name(int64_t i)
{
	static const char *const forms[] = { "f", "operator new ", "a::b<int>::f", "\xc3\xa9t\xc3\xa9", "f_" };

	name(forms[i % 5], i / 5);
}

static int64_t random_weight(struct random *r)
{
	switch (random_below(r, 16)) {
	case 0:
		return INT64_C(1000000000000);
	case 1:
		return random_between(r, 1, INT64_C(1000000000000));
	default:
		return random_between(r, 1, 9);
	}
}

static void random_stack(struct random *r, int64_t functions, int64_t depth)
{
	int64_t n = random_between(r, 1, depth);

	for (int64_t i = 0; i < n; i++) {
		if (i)
			putchar_unlocked(';');
		/* The first ones are often the same, so that stacks share their beginnings. */
		odd_name(i < 3 ? random_between(r, 0, functions < 3 ? functions - 1 : 2)
			       : random_between(r, 0, functions - 1));
	}
}

static void print_random(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 1, N_MAX);
	int64_t functions = argument_number(a, "FUNCTIONS", 1, N_MAX);
	int64_t depth = argument_number(a, "DEPTH", 1, N_MAX);
	struct random r = argument_random(a);

	for (int64_t i = 0; i < n; i++) {
		if (random_below(&r, 64) == 0) {
			print_number(random_weight(&r));
			putchar_unlocked('\n');
			continue;
		}
		if (random_below(&r, (uint64_t)n) < 3)
			puts(random_below(&r, 3) ? "other" : "report");
		random_stack(&r, functions, depth);
		weight(random_weight(&r));
	}
}

static void print_ties(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 1, N_MAX);
	struct random r = argument_random(a);

	for (int64_t i = 0; i < n; i++) {
		int64_t depth = random_between(&r, 1, 3);

		for (int64_t j = 0; j < depth; j++) {
			if (j)
				putchar_unlocked(';');
			putchar_unlocked((int)random_between(&r, 'a', 'd'));
		}
		weight(random_between(&r, 1, 2));
		if (random_below(&r, 4) == 0)
			puts(random_below(&r, 4) ? "report" : "other");
	}
}

int main(int argc, char **argv)
{
	struct arguments a = arguments_of(argc, argv);
	const char *mode = argument_word(&a, "a mode");

	if (!strcmp(mode, "wide"))
		print_wide(&a, "main;");
	else if (!strcmp(mode, "roots"))
		print_wide(&a, "");
	else if (!strcmp(mode, "deep"))
		print_deep(&a);
	else if (!strcmp(mode, "recursion"))
		print_recursion(&a);
	else if (!strcmp(mode, "steady"))
		print_steady(&a);
	else if (!strcmp(mode, "long"))
		print_long(&a);
	else if (!strcmp(mode, "heavy"))
		print_heavy(&a);
	else if (!strcmp(mode, "rare"))
		print_rare(&a);
	else if (!strcmp(mode, "random"))
		print_random(&a);
	else if (!strcmp(mode, "ties"))
		print_ties(&a);
	else
		bad_argument("a mode", mode);
	return generated(&a);
}
