/*
 * generate: prints one test of running_median.
 *
 *	stream ORDER N EVERY SEED   N numbers; the median after every EVERYth of them, and after the last one
 *	look ORDER N SEED           N/2 numbers, then N/2 medians, now and then another number
 *	ask NUMBERS N SEED          NUMBERS random numbers, then N medians
 *	short COUNT LENGTH ORDER SEED   COUNT finders, one after the other, of LENGTH numbers each; every median
 *	finders COUNT N SEED        N numbers to COUNT finders in turns; the first one is freed half-way
 *
 * ORDER says how numbers follow each other:
 *
 *	random      any int
 *	few         from -3 to 3
 *	equal       one number
 *	rising falling    neighbours, or seven apart
 *	inward      the smallest, the largest, the second smallest …
 *	outward     the middle, then above and below it in turns
 *	blocks      a run of rising large numbers, then one of falling small ones, and so on
 *	saw         rising again and again from the same number
 *	extremes    the smallest, the largest or any int
 *	halves      first all large numbers, then all small ones
 */
#include "generate.h"

#define NUMBERS_MAX 1100000

struct stream {
	enum { RANDOM, FEW, EQUAL, RISING, FALLING, INWARD, OUTWARD, BLOCKS, SAW, EXTREMES, HALVES, N_ORDERS } order;
	int64_t n;
	struct random random;
};

static void read_order(struct stream *s, struct arguments *a)
{
	static const char *const NAMES[N_ORDERS] = { "random",  "few",    "equal", "rising",   "falling", "inward",
						     "outward", "blocks", "saw",   "extremes", "halves" };
	const char *name = argument_word(a, "ORDER");

	s->order = N_ORDERS;
	for (int order = 0; order < N_ORDERS; order++)
		if (!strcmp(name, NAMES[order]))
			s->order = order;
	if (s->order == N_ORDERS)
		bad_argument("ORDER", name);
}

static int64_t any_int(struct stream *s)
{
	return random_between(&s->random, INT32_MIN, INT32_MAX);
}

/* Number i of the stream. */
static int64_t number(struct stream *s, int64_t i)
{
	switch (s->order) {
	case RANDOM:
		return any_int(s);
	case FEW:
		return (int64_t)random_below(&s->random, 7) - 3;
	case EQUAL:
		return -41;
	case RISING:
		return 7 * (i - s->n / 2);
	case FALLING:
		return s->n / 2 - i;
	case INWARD:
		return i % 2 ? 3 * (s->n - i) : -3 * (s->n - i);
	case OUTWARD:
		return i % 2 ? 5 * i : -5 * i;
	case BLOCKS:
		return i / 100 % 2 ? -i : i;
	case SAW:
		return i % 1000 - 500;
	case EXTREMES:
		switch (random_below(&s->random, 3)) {
		case 0:
			return INT32_MIN;
		case 1:
			return INT32_MAX;
		default:
			return any_int(s);
		}
	default:
		return (i < s->n / 2 ? 1000000 : -1000000) + (int64_t)random_below(&s->random, 1000000);
	}
}

static void add(struct stream *s, int64_t i)
{
	fputs("add ", stdout);
	print_number(number(s, i));
	putchar('\n');
}

static void print_stream(struct stream *s, int64_t every)
{
	puts("create");
	for (int64_t i = 0; i < s->n; i++) {
		add(s, i);
		if ((i + 1) % every == 0 || i + 1 == s->n)
			puts("median");
	}
}

static void print_look(struct stream *s)
{
	int64_t operations = s->n;

	s->n = s->n / 2 ? s->n / 2 : 1;
	print_stream(s, s->n);
	for (int64_t i = s->n; i < operations; i++)
		if (random_below(&s->random, 16))
			puts("median");
		else
			add(s, i);
}

static void print_ask(struct stream *s, int64_t medians)
{
	print_stream(s, s->n);
	for (int64_t i = 1; i < medians; i++)
		puts("median");
}

static void print_short(struct stream *s, int64_t count)
{
	for (int64_t k = 0; k < count; k++) {
		print_stream(s, 1);
		puts("free");
	}
}

static void print_finders(struct stream *s, int64_t count)
{
	int64_t first = 1;

	for (int64_t k = 0; k < count; k++) {
		puts("create");
		add(s, k);
	}
	for (int64_t i = 0; i < s->n; i++) {
		if (i == s->n / 2) {
			puts("use 1\nfree\ncreate");
			first = 2;
			add(s, i);
		}
		if (random_below(&s->random, 3) == 0) {
			fputs("use ", stdout);
			print_number(first + (int64_t)random_below(&s->random, (uint64_t)count));
			putchar('\n');
		}
		add(s, i);
		if (random_below(&s->random, 2))
			puts("median");
	}
}

static int64_t seed_of(struct arguments *a)
{
	return argument_number(a, "SEED", 0, INT64_MAX);
}

int main(int argc, char **argv)
{
	struct arguments a = arguments_of(argc, argv);
	const char *mode = argument_word(&a, "a mode");
	struct stream s = { .order = RANDOM };
	int64_t k;

	if (!strcmp(mode, "stream")) {
		read_order(&s, &a);
		s.n = argument_number(&a, "N", 1, NUMBERS_MAX);
		k = argument_number(&a, "EVERY", 1, NUMBERS_MAX);
		s.random = random_seeded((uint64_t)seed_of(&a));
		print_stream(&s, k);
	} else if (!strcmp(mode, "look")) {
		read_order(&s, &a);
		s.n = argument_number(&a, "N", 1, NUMBERS_MAX);
		s.random = random_seeded((uint64_t)seed_of(&a));
		print_look(&s);
	} else if (!strcmp(mode, "ask")) {
		s.n = argument_number(&a, "NUMBERS", 1, NUMBERS_MAX);
		k = argument_number(&a, "N", 1, NUMBERS_MAX);
		s.random = random_seeded((uint64_t)seed_of(&a));
		print_ask(&s, k);
	} else if (!strcmp(mode, "short")) {
		k = argument_number(&a, "COUNT", 1, 1000);
		s.n = argument_number(&a, "LENGTH", 1, 1000);
		read_order(&s, &a);
		s.random = random_seeded((uint64_t)seed_of(&a));
		print_short(&s, k);
	} else if (!strcmp(mode, "finders")) {
		k = argument_number(&a, "COUNT", 1, 999);
		s.n = argument_number(&a, "N", 1, NUMBERS_MAX);
		s.random = random_seeded((uint64_t)seed_of(&a));
		print_finders(&s, k);
	} else {
		bad_argument("one of stream, look, ask, short, finders", mode);
	}
	return generated(&a);
}
