/*
 * generate: prints one test of two_sum_pairs.
 *
 *	random N RANGE TARGET SEED     N values from -RANGE to RANGE
 *	pairs N SEED                   N values from all 64 bits, each with its partner, shuffled
 *	steps N STEP ORDER SEED        N multiples of STEP around 0, all in pairs; ORDER is up, down or shuffled
 *	distinct N                     N different values in ascending order; three of four have a partner
 *	few N KINDS SEED               N values, KINDS different ones, in pairs
 *	equal N VALUE TARGET           N times one value
 *	twice N SEED                   N / 2 values with their partners, each of them twice
 *	words N SEED                   values that agree in their lower 32 bits or in their upper ones
 *	wrapping N SEED                values near the ends of 64 bits: many sums leave the range and wrap to the target
 *	small CALLS SEED               that many calls with at most 8 values from -4 to 4
 *	extremes CALLS SEED            that many calls with at most 6 values, all at the ends of 64 bits or at 0
 */
#include "generate.h"

#define N_MAX (1 << 20)

static int64_t argument_n(struct arguments *a)
{
	return argument_number(a, "N", 1, N_MAX);
}

static struct random argument_seed(struct arguments *a)
{
	return random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));
}

static void print_call(const int64_t *values, int64_t n, int64_t target)
{
	print_number(n);
	putchar(' ');
	print_number(target);
	putchar('\n');
	if (n)
		print_numbers(values, (size_t)n);
}

static void random_values(struct arguments *a)
{
	int64_t n = argument_n(a);
	int64_t range = argument_number(a, "RANGE", 0, INT64_MAX / 2);
	int64_t target = argument_number(a, "TARGET", INT64_MIN, INT64_MAX);
	struct random r = argument_seed(a);
	int64_t *values = generate_alloc((size_t)n, sizeof(*values));

	for (int64_t i = 0; i < n; i++)
		values[i] = random_between(&r, -range, range);
	print_call(values, n, target);
}

static void pairs(struct arguments *a)
{
	int64_t n = argument_n(a);
	struct random r = argument_seed(a);
	int64_t *values = generate_alloc((size_t)n, sizeof(*values));
	int64_t target = random_between(&r, -1000000000, 1000000000);

	for (int64_t i = 0; i < n; i++)
		values[i] = i % 2 ? target - values[i - 1] : random_between(&r, -INT64_MAX / 2, INT64_MAX / 2);
	random_shuffle(&r, values, (size_t)n);
	print_call(values, n, target);
}

static void steps(struct arguments *a)
{
	int64_t n = argument_n(a);
	int64_t step = argument_number(a, "STEP", 1, INT64_C(1) << 40);
	const char *order = argument_word(a, "ORDER");
	struct random r = argument_seed(a);
	int64_t *values = generate_alloc((size_t)n, sizeof(*values));
	bool down = !strcmp(order, "down");

	for (int64_t i = 0; i < n; i++)
		values[i] = (down ? n - 1 - i - n / 2 : i - n / 2) * step;
	if (!strcmp(order, "shuffled"))
		random_shuffle(&r, values, (size_t)n);
	else if (!down && strcmp(order, "up") != 0)
		bad_argument("up, down or shuffled", order);
	print_call(values, n, -step);
}

static void distinct(struct arguments *a)
{
	int64_t n = argument_n(a);
	int64_t *values = generate_alloc((size_t)n, sizeof(*values));

	for (int64_t i = 0; i < n; i++)
		values[i] = 9 * (i - 3 * n / 8);
	print_call(values, n, 0);
}

static void few(struct arguments *a)
{
	int64_t n = argument_n(a);
	int64_t kinds = argument_number(a, "KINDS", 1, N_MAX);
	struct random r = argument_seed(a);
	int64_t *values = generate_alloc((size_t)n, sizeof(*values));

	for (int64_t i = 0; i < n; i++)
		values[i] = (int64_t)random_below(&r, (uint64_t)kinds) - kinds / 2;
	print_call(values, n, kinds % 2 - 1);
}

static void equal(struct arguments *a)
{
	int64_t n = argument_n(a);
	int64_t value = argument_number(a, "VALUE", INT64_MIN, INT64_MAX);
	int64_t target = argument_number(a, "TARGET", INT64_MIN, INT64_MAX);
	int64_t *values = generate_alloc((size_t)n, sizeof(*values));

	for (int64_t i = 0; i < n; i++)
		values[i] = value;
	print_call(values, n, target);
}

static void twice(struct arguments *a)
{
	int64_t n = argument_n(a);
	struct random r = argument_seed(a);
	int64_t *values = generate_alloc((size_t)n, sizeof(*values));

	for (int64_t i = 0; i < n; i++)
		switch (i % 4) {
		case 0:
			values[i] = random_between(&r, -1000000, 1000000);
			break;
		case 1:
			values[i] = 77 - values[i - 1];
			break;
		default:
			values[i] = values[i - 2];
		}
	random_shuffle(&r, values, (size_t)n);
	print_call(values, n, 77);
}

static void words(struct arguments *a)
{
	int64_t n = argument_n(a);
	struct random r = argument_seed(a);
	int64_t *values = generate_alloc((size_t)n, sizeof(*values));

	for (int64_t i = 0; i < n; i++) {
		values[i] = random_between(&r, -30, 30) * (INT64_C(1) << 32);
		values[i] += i % 3 ? 5 : random_between(&r, 0, 30);
	}
	print_call(values, n, 10);
}

static void wrapping(struct arguments *a)
{
	int64_t n = argument_n(a);
	struct random r = argument_seed(a);
	int64_t *values = generate_alloc((size_t)n, sizeof(*values));

	for (int64_t i = 0; i < n; i++) {
		int64_t near = random_between(&r, 0, 40);

		switch (random_below(&r, 3)) {
		case 0:
			values[i] = INT64_MIN + near;
			break;
		case 1:
			values[i] = INT64_MAX - near;
			break;
		default:
			values[i] = near;
		}
	}
	print_call(values, n, INT64_MIN + 30);
}

static void small_calls(struct arguments *a)
{
	int64_t calls = argument_number(a, "CALLS", 1, 200000);
	struct random r = argument_seed(a);
	int64_t values[8];

	for (int64_t call = 0; call < calls; call++) {
		int64_t n = random_between(&r, 0, 8);

		for (int64_t i = 0; i < n; i++)
			values[i] = random_between(&r, -4, 4);
		print_call(values, n, random_between(&r, -6, 6));
	}
}

static void extreme_calls(struct arguments *a)
{
	static const int64_t ENDS[] = {
		INT64_MIN,     INT64_MIN + 1,     INT64_MIN / 2, -1,        0, 1,
		INT64_MAX / 2, INT64_MAX / 2 + 1, INT64_MAX - 1, INT64_MAX,
	};
	const uint64_t n_ends = sizeof(ENDS) / sizeof(ENDS[0]);
	int64_t calls = argument_number(a, "CALLS", 1, 100000);
	struct random r = argument_seed(a);
	int64_t values[6];

	for (int64_t call = 0; call < calls; call++) {
		int64_t n = random_between(&r, 2, 6);

		for (int64_t i = 0; i < n; i++)
			values[i] = ENDS[random_below(&r, n_ends)];
		print_call(values, n, ENDS[random_below(&r, n_ends)]);
	}
}

static const struct mode {
	const char *name;
	void (*print)(struct arguments *a);
} MODES[] = {
	{ "random", random_values },
	{ "pairs", pairs },
	{ "steps", steps },
	{ "distinct", distinct },
	{ "few", few },
	{ "equal", equal },
	{ "twice", twice },
	{ "words", words },
	{ "wrapping", wrapping },
	{ "small", small_calls },
	{ "extremes", extreme_calls },
};

int main(int argc, char **argv)
{
	struct arguments a = arguments_of(argc, argv);
	const char *name = argument_word(&a, "a mode");

	for (size_t i = 0; i < sizeof(MODES) / sizeof(MODES[0]); i++)
		if (!strcmp(name, MODES[i].name)) {
			MODES[i].print(&a);
			return generated(&a);
		}
	bad_argument("a mode", name);
}
