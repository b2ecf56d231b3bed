/*
 * generate: prints one test of max_window_sum.
 *
 *	random N K RANGE SEED     N values from -RANGE to RANGE
 *	negative N K RANGE SEED   N values from -RANGE to -1
 *	extremes N K SEED         each value is the smallest or the largest of 32 bits
 *	rising N K  falling N K   neighbours, from -N/2 or from N/2
 *	peak N K PLACE SEED       small values but for one window of large ones: number PLACE, from 0 to N - K
 *	waves N K PERIOD          a pattern that repeats, so that many windows have the greatest sum
 *	small CALLS SEED          that many calls with at most 8 values; some with a k that is not allowed
 *	every N SEED              one array, every k from 0 to N + 1
 *
 * and the size families:
 *
 *	half N SEED               K = N/2, values from -99 to 99
 *	root N SEED               K = the square root of N, likewise
 *
 * The same arguments print the same bytes on every host: integers only, and a generator of random numbers of our own.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct test {
	int64_t n;
	int64_t k;
	int64_t calls;
	int64_t range;
	int64_t place;
	uint64_t random;
};

static _Noreturn void usage(const char *what)
{
	fprintf(stderr, "generate: %s; the modes stand at the top of generate.c\n", what);
	exit(2);
}

/* Steele, Lea and Flood's SplitMix64: a counter whose value is scrambled. */
static uint64_t random_next(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* From min to max, nearly uniform, which is good enough for tests. */
static int64_t random_from(struct test *t, int64_t min, int64_t max)
{
	uint64_t width = (uint64_t)(max - min) + 1;

	return min + (int64_t)((random_next(&t->random) >> 32) * width >> 32);
}

static void print_call(int64_t n, int64_t k)
{
	printf("%" PRId64 " %" PRId64 "\n", n, k);
}

static void print_value(int64_t n, int64_t i, int64_t value)
{
	printf("%" PRId64 "%c", value, i + 1 < n ? ' ' : '\n');
}

static void random_values(struct test *t)
{
	print_call(t->n, t->k);
	for (int64_t i = 0; i < t->n; i++)
		print_value(t->n, i, random_from(t, -t->range, t->range));
}

static void negative_values(struct test *t)
{
	print_call(t->n, t->k);
	for (int64_t i = 0; i < t->n; i++)
		print_value(t->n, i, random_from(t, -t->range, -1));
}

static void extreme_values(struct test *t)
{
	print_call(t->n, t->k);
	for (int64_t i = 0; i < t->n; i++)
		print_value(t->n, i, random_next(&t->random) >> 63 ? INT32_MAX : INT32_MIN);
}

static void rising_values(struct test *t)
{
	print_call(t->n, t->k);
	for (int64_t i = 0; i < t->n; i++)
		print_value(t->n, i, i - t->n / 2);
}

static void falling_values(struct test *t)
{
	print_call(t->n, t->k);
	for (int64_t i = 0; i < t->n; i++)
		print_value(t->n, i, t->n / 2 - i);
}

static void peak(struct test *t)
{
	if (t->place > t->n - t->k)
		usage("no window of that number");
	print_call(t->n, t->k);
	for (int64_t i = 0; i < t->n; i++) {
		int64_t inside = i >= t->place && i < t->place + t->k;

		print_value(t->n, i, random_from(t, -9, 9) + inside * 1000);
	}
}

static void waves(struct test *t)
{
	if (t->place == 0)
		usage("a period of 0");
	print_call(t->n, t->k);
	for (int64_t i = 0; i < t->n; i++)
		print_value(t->n, i, i % t->place * 7 % 11 - 5);
}

static void small_calls(struct test *t)
{
	for (int64_t call = 0; call < t->calls; call++) {
		int64_t n = random_from(t, 0, 8);

		print_call(n, random_from(t, 0, n + 1));
		for (int64_t i = 0; i < n; i++)
			print_value(n, i, random_from(t, -5, 5));
	}
}

static void every_k(struct test *t)
{
	const uint64_t start = t->random;

	for (int64_t k = 0; k <= t->n + 1; k++) {
		t->random = start;
		print_call(t->n, k);
		for (int64_t i = 0; i < t->n; i++)
			print_value(t->n, i, random_from(t, -50, 50));
	}
}

static void half(struct test *t)
{
	t->k = t->n / 2;
	t->range = 99;
	random_values(t);
}

static void root(struct test *t)
{
	t->k = 1;
	while ((t->k + 1) * (t->k + 1) <= t->n)
		t->k++;
	t->range = 99;
	random_values(t);
}

/* What the arguments behind the mode are: n = N, k = K, r = RANGE, p = PLACE or PERIOD, c = CALLS, s = SEED. */
static const struct mode {
	const char *name;
	const char *arguments;
	void (*print)(struct test *t);
} MODES[] = {
	{ "random", "nkrs", random_values },
	{ "negative", "nkrs", negative_values },
	{ "extremes", "nks", extreme_values },
	{ "rising", "nk", rising_values },
	{ "falling", "nk", falling_values },
	{ "peak", "nkps", peak },
	{ "waves", "nkp", waves },
	{ "small", "cs", small_calls },
	{ "every", "ns", every_k },
	{ "half", "ns", half },
	{ "root", "ns", root },
};

#define N_MODES (sizeof MODES / sizeof MODES[0])

static int64_t parse_number(const char *s, int64_t min, int64_t max)
{
	int64_t v = 0;

	if (!*s)
		usage("an empty number");
	for (; *s; s++) {
		if (*s < '0' || *s > '9' || v > INT64_MAX / 10 - 1)
			usage("a bad number");
		v = v * 10 + (*s - '0');
	}
	if (v < min || v > max)
		usage("a number out of range");
	return v;
}

static void parse_arguments(struct test *t, const char *letters, char **argv)
{
	*t = (struct test){ .range = 1 };
	for (; *letters; letters++, argv++)
		switch (*letters) {
		case 'n':
			t->n = parse_number(*argv, 1, 1000000);
			break;
		case 'k':
			t->k = parse_number(*argv, 1, t->n);
			break;
		case 'r':
			t->range = parse_number(*argv, 1, INT32_MAX);
			break;
		case 'p':
			t->place = parse_number(*argv, 0, 1000000);
			break;
		case 'c':
			t->calls = parse_number(*argv, 1, 200000);
			break;
		default:
			t->random = (uint64_t)parse_number(*argv, 0, INT64_MAX);
		}
}

int main(int argc, char **argv)
{
	struct test t;

	for (size_t i = 0; argc > 1 && i < N_MODES; i++) {
		const struct mode *mode = &MODES[i];

		if (strcmp(argv[1], mode->name) != 0)
			continue;
		if ((size_t)argc != 2 + strlen(mode->arguments))
			usage("wrong number of arguments");
		parse_arguments(&t, mode->arguments, argv + 2);
		mode->print(&t);
		return fflush(stdout) != 0 || ferror(stdout) ? 1 : 0;
	}
	usage("unknown mode");
}
