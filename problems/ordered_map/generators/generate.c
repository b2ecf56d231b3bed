/*
 * generate: prints one test of ordered_map.
 *
 *	mixed N KEYS KIND SEED      all operations in any order, over KEYS keys
 *	order ORDER N EVERY SEED    N / 2 inserts in ORDER, then questions; every EVERY-th of them is kth or rank
 *	drain ORDER N EVERY SEED    N / 3 inserts in random order, then all are erased in ORDER with a question each
 *	small COUNT SIZE SEED       COUNT maps: SIZE inserts in random order, erases likewise; all keys by kth and
 *	                            rank after each erase
 *	maps COUNT N SEED           COUNT maps in turns with the same keys; one is freed half-way
 *
 * and the size families:
 *
 *	runs N SEED                 N / 2 inserts: rising, then falling, then towards the middle; then all questions
 *	walk N SEED                 N / 2 inserts in rising order, then a find of each in rising order
 *	window N SEED               N / 4 keys at any time; each insert of a new greatest key goes with an erase of the
 *	                            smallest one and a question
 *	steady N LIVE SEED          LIVE keys at any time; the new key is anywhere, and so is the one that goes
 *
 * KIND says what keys look like: dense (neighbours, some of them negative), wide (spread over all of int64_t), ends
 * (close to INT64_MIN, 0 and INT64_MAX).
 *
 * ORDER: up, down, inward (the smallest, the greatest, the next smallest …), outward, random, blocks (rising runs of
 * 50, the runs in any order).
 */
#include "generate.h"

#define N_MAX 900000

/* ---- operations -------------------------------------------------------------------------------------------------- */

static void operation(const char *word, int64_t argument)
{
	fputs(word, stdout);
	putchar(' ');
	print_number(argument);
	putchar('\n');
}

static void insert(struct random *r, int64_t key)
{
	fputs("insert ", stdout);
	print_number(key);
	putchar(' ');
	print_number(random_between(r, -1000000, 1000000));
	putchar('\n');
}

static void by_key(struct random *r, int64_t key)
{
	operation(random_below(r, 2) ? "find" : "floor", key);
}

static void by_position(struct random *r, int64_t key, int64_t size)
{
	if (random_below(r, 2))
		operation("rank", key);
	else
		operation("kth", random_between(r, 0, size));
}

/* ---- keys -------------------------------------------------------------------------------------------------------- */

/* Key number i of n, in the order of i; the gaps are for questions about keys that are not there. */
static int64_t key_of(const char *kind, int64_t i, int64_t n)
{
	if (!strcmp(kind, "dense"))
		return i - n / 2;
	if (!strcmp(kind, "wide"))
		return (int64_t)((uint64_t)INT64_MIN + UINT64_MAX / (uint64_t)n * (uint64_t)i);
	if (!strcmp(kind, "ends")) {
		if (i < n / 3)
			return INT64_MIN + i;
		return i < n / 3 * 2 ? i - n / 2 : INT64_MAX - (n - 1 - i);
	}
	bad_argument("dense, wide or ends", kind);
}

/* The numbers 0 to n - 1 in an order. */
static int64_t *in_order(const char *order, int64_t n, struct random *r)
{
	int64_t *values = generate_alloc((size_t)n, sizeof(*values));

	for (int64_t i = 0; i < n; i++) {
		int64_t pair = i / 2;

		if (!strcmp(order, "up") || !strcmp(order, "random"))
			values[i] = i;
		else if (!strcmp(order, "down"))
			values[i] = n - 1 - i;
		else if (!strcmp(order, "inward"))
			values[i] = i % 2 ? n - 1 - pair : pair;
		else if (!strcmp(order, "outward"))
			values[n - 1 - i] = i % 2 ? n - 1 - pair : pair;
		else if (!strcmp(order, "blocks"))
			values[i] = i;
		else
			bad_argument("up, down, inward, outward, random or blocks", order);
	}
	if (!strcmp(order, "random"))
		random_shuffle(r, values, (size_t)n);
	if (!strcmp(order, "blocks")) {
		int64_t blocks = n / 50;
		int64_t *numbers = generate_alloc((size_t)blocks, sizeof(*numbers));

		for (int64_t b = 0; b < blocks; b++)
			numbers[b] = b;
		random_shuffle(r, numbers, (size_t)blocks);
		for (int64_t i = 0; i < blocks * 50; i++)
			values[i] = numbers[i / 50] * 50 + i % 50;
	}
	return values;
}

static struct random argument_seed(struct arguments *a)
{
	return random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));
}

/* ---- modes ------------------------------------------------------------------------------------------------------- */

static void any_operation(struct random *r, int64_t key, int64_t keys)
{
	switch (random_below(r, 10)) {
	case 0:
	case 1:
	case 2:
		operation("erase", key);
		break;
	case 3:
		operation("find", key);
		break;
	case 4:
		operation("floor", key);
		break;
	case 5:
		operation("rank", key);
		break;
	case 6:
		operation("kth", random_between(r, 0, keys * 2 / 3));
		break;
	default:
		insert(r, key);
	}
}

static void mixed(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 1, N_MAX);
	int64_t keys = argument_number(a, "KEYS", 1, N_MAX);
	const char *kind = argument_word(a, "KIND");
	struct random r = argument_seed(a);

	puts("create");
	for (int64_t i = 0; i < n; i++)
		any_operation(&r, key_of(kind, (int64_t)random_below(&r, (uint64_t)keys), keys), keys);
}

/* Keys are even, so that odd ones lie between them. */
static void question(struct random *r, int64_t i, int64_t every, int64_t keys, int64_t size)
{
	int64_t key = random_between(r, -1, 2 * keys);

	if (i % every == 0)
		by_position(r, key, size);
	else
		by_key(r, key);
}

static void order(struct arguments *a)
{
	const char *word = argument_word(a, "ORDER");
	int64_t n = argument_number(a, "N", 100, N_MAX);
	int64_t every = argument_number(a, "EVERY", 1, N_MAX);
	struct random r = argument_seed(a);
	int64_t *keys = in_order(word, n / 2, &r);

	puts("create");
	for (int64_t i = 0; i < n / 2; i++)
		insert(&r, 2 * keys[i]);
	for (int64_t i = 0; i < n / 2; i++)
		question(&r, i, every, n / 2, n / 2);
}

static void drain(struct arguments *a)
{
	const char *word = argument_word(a, "ORDER");
	int64_t n = argument_number(a, "N", 150, N_MAX);
	int64_t every = argument_number(a, "EVERY", 1, N_MAX);
	struct random r = argument_seed(a);
	int64_t third = n / 3;
	int64_t *keys = in_order("random", third, &r);

	puts("create");
	for (int64_t i = 0; i < third; i++)
		insert(&r, 2 * keys[i]);
	keys = in_order(word, third, &r);
	for (int64_t i = 0; i < third; i++) {
		operation("erase", 2 * keys[i]);
		question(&r, i, every, third, third - i - 1);
	}
}

static void small(struct arguments *a)
{
	int64_t count = argument_number(a, "COUNT", 1, 1000);
	int64_t size = argument_number(a, "SIZE", 1, 100);
	struct random r = argument_seed(a);

	for (int64_t m = 0; m < count; m++) {
		int64_t *keys = in_order("random", size, &r);

		puts("create");
		for (int64_t i = 0; i < size; i++)
			insert(&r, keys[i]);
		random_shuffle(&r, keys, (size_t)size);
		for (int64_t i = 0; i < size; i++) {
			operation("erase", keys[i]);
			for (int64_t k = 0; k < size - i; k++)
				operation("kth", k);
			operation("rank", random_between(&r, 0, size));
			operation("floor", random_between(&r, 0, size));
			operation("find", keys[random_below(&r, (uint64_t)size)]);
		}
		puts("free");
	}
}

static void maps(struct arguments *a)
{
	int64_t count = argument_number(a, "COUNT", 2, 999);
	int64_t n = argument_number(a, "N", 1, N_MAX / 2);
	struct random r = argument_seed(a);
	int64_t first = 1; /* number of the first map that is alive */

	for (int64_t i = 0; i < count; i++)
		puts("create");
	for (int64_t i = 0; i < n; i++) {
		if (i == n / 2) {
			puts("use 1\nfree\ncreate");
			first++;
		}
		if (random_below(&r, 3) == 0)
			operation("use", first + (int64_t)random_below(&r, (uint64_t)count));
		any_operation(&r, random_between(&r, -30, 30), 60);
	}
}

static void runs(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 12, N_MAX);
	struct random r = argument_seed(a);
	int64_t part = n / 6;
	const char *const ORDERS[] = { "up", "down", "inward" };

	puts("create");
	for (int p = 0; p < 3; p++) {
		int64_t *keys = in_order(ORDERS[p], part, &r);

		for (int64_t i = 0; i < part; i++)
			insert(&r, 2 * (p * part + keys[i]));
	}
	for (int64_t i = 3 * part; i < n; i++)
		question(&r, i, 2, 3 * part, 3 * part);
}

static void walk(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 2, N_MAX);
	struct random r = argument_seed(a);

	puts("create");
	for (int64_t i = 0; i < n / 2; i++)
		insert(&r, i);
	for (int64_t i = 0; i < n / 2; i++)
		operation("find", i);
}

static void window(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 16, N_MAX);
	struct random r = argument_seed(a);
	int64_t live = n / 4, next = live;

	puts("create");
	for (int64_t i = 0; i < live; i++)
		insert(&r, 2 * i);
	for (int64_t i = live; i + 3 <= n; i += 3, next++) {
		insert(&r, 2 * next);
		operation("erase", 2 * (next - live));
		if (next % 2)
			by_position(&r, 2 * next - random_between(&r, -1, 2 * live), live);
		else
			by_key(&r, 2 * next - random_between(&r, -1, 2 * live));
	}
}

static void steady(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 16, N_MAX);
	int64_t live = argument_number(a, "LIVE", 1, N_MAX);
	struct random r = argument_seed(a);
	int64_t *keys = generate_alloc((size_t)live, sizeof(*keys));

	if (live > n / 2)
		live = n / 2;
	puts("create");
	for (int64_t i = 0; i < live; i++)
		insert(&r, keys[i] = random_between(&r, INT64_MIN, INT64_MAX));
	for (int64_t i = live; i + 3 <= n; i += 3) {
		int64_t at = (int64_t)random_below(&r, (uint64_t)live);

		operation("erase", keys[at]);
		insert(&r, keys[at] = random_between(&r, INT64_MIN, INT64_MAX));
		at = (int64_t)random_below(&r, (uint64_t)live);
		if (i % 2)
			by_position(&r, keys[at], live);
		else
			by_key(&r, keys[at]);
	}
}

static const struct mode {
	const char *name;
	void (*print)(struct arguments *a);
} MODES[] = {
	{ "mixed", mixed }, { "order", order }, { "drain", drain },   { "small", small },   { "maps", maps },
	{ "runs", runs },   { "walk", walk },   { "window", window }, { "steady", steady },
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
