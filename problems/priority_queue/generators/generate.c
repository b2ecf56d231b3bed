/*
 * generate: prints one test of priority_queue.
 *
 *	heapify N KEYS SEED          one array
 *	heapifies COUNT SEED         that many arrays of 0 to 12 items with small keys
 *	permutations N               every order of N different keys, N at most 7
 *	fill N KEYS SEED             N / 2 pushes, N / 2 pops
 *	fill_only N KEYS SEED        N pushes and a few pops
 *	steady N LIVE KEYS SEED      LIVE pushes, then pushes and pops in turns, N operations in all
 *	churn N KEYS SEED            the same with LIVE = N / 4
 *	waves N PEAK KEYS SEED       fills up to PEAK items and empties again, over and over
 *	mixed N KEYS SEED            all operations in any order, on a queue that is often empty
 *	queues COUNT N SEED          the same on several queues in turns; one is freed half-way
 *
 * KEYS says what keys look like:
 *
 *	random      from all 64 bits
 *	up  down    ascending, descending
 *	equal       all equal
 *	few         seven different ones
 *	drift       random, but later ones are larger, as times of a simulation are
 *	ends        the smallest, the largest, and their neighbours
 */
#include "generate.h"

#define N_MAX 2000000

struct keys {
	const char *kind;
	struct random *random;
	int64_t next;
};

static struct keys argument_keys(struct arguments *a, struct random *r)
{
	static const char *const KINDS[] = { "random", "up", "down", "equal", "few", "drift", "ends" };
	const char *kind = argument_word(a, "KEYS");

	for (size_t i = 0; i < sizeof(KINDS) / sizeof(KINDS[0]); i++)
		if (!strcmp(kind, KINDS[i]))
			return (struct keys){ kind, r, 0 };
	bad_argument("a kind of keys", kind);
}

static int64_t next_key(struct keys *k)
{
	int64_t i = k->next++;

	if (!strcmp(k->kind, "up"))
		return 3 * i - 1000;
	if (!strcmp(k->kind, "down"))
		return 1000 - 3 * i;
	if (!strcmp(k->kind, "equal"))
		return 42;
	if (!strcmp(k->kind, "few"))
		return (int64_t)random_below(k->random, 7) - 3;
	if (!strcmp(k->kind, "drift"))
		return 10 * i + (int64_t)random_below(k->random, 100000);
	if (!strcmp(k->kind, "ends")) {
		int64_t near = (int64_t)random_below(k->random, 3);

		return random_below(k->random, 2) ? INT64_MIN + near : INT64_MAX - near;
	}
	return random_between(k->random, INT64_MIN, INT64_MAX);
}

static struct random argument_seed(struct arguments *a)
{
	return random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));
}

static void push(struct keys *k)
{
	fputs("push ", stdout);
	print_number(next_key(k));
	putchar('\n');
}

static void print_heapify(const int64_t *keys, int64_t n)
{
	fputs("heapify ", stdout);
	print_number(n);
	putchar('\n');
	if (n)
		print_numbers(keys, (size_t)n);
}

/* ---- arrays ------------------------------------------------------------------------------------------------------ */

static void one_array(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 0, 1 << 20);
	struct random r;
	struct keys k = argument_keys(a, &r);
	int64_t *keys = generate_alloc((size_t)n, sizeof(*keys));

	r = argument_seed(a);
	for (int64_t i = 0; i < n; i++)
		keys[i] = next_key(&k);
	print_heapify(keys, n);
}

static void small_arrays(struct arguments *a)
{
	int64_t count = argument_number(a, "COUNT", 1, 80000);
	struct random r = argument_seed(a);
	int64_t keys[12];

	for (int64_t c = 0; c < count; c++) {
		int64_t n = random_between(&r, 0, 12);

		for (int64_t i = 0; i < n; i++)
			keys[i] = random_between(&r, -5, 5);
		print_heapify(keys, n);
	}
}

/* Those of keys[at] to keys[n - 1], behind what stands before. */
static void permute(int64_t *keys, int64_t at, int64_t n)
{
	if (at == n)
		print_heapify(keys, n);
	for (int64_t i = at; i < n; i++) {
		int64_t kept = keys[i];

		keys[i] = keys[at];
		keys[at] = kept;
		permute(keys, at + 1, n);
		keys[at] = keys[i];
		keys[i] = kept;
	}
}

static void permutations(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 1, 7);
	int64_t keys[7];

	for (int64_t i = 0; i < n; i++)
		keys[i] = 10 * i;
	permute(keys, 0, n);
}

/* ---- queues ------------------------------------------------------------------------------------------------------ */

static void fill(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 2, N_MAX - 1);
	struct random r;
	struct keys k = argument_keys(a, &r);

	r = argument_seed(a);
	puts("create");
	for (int64_t i = 0; i < n / 2; i++)
		push(&k);
	for (int64_t i = 0; i < n / 2; i++)
		puts("pop");
}

static void fill_only(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 2, N_MAX - 20);
	struct random r;
	struct keys k = argument_keys(a, &r);

	r = argument_seed(a);
	puts("create");
	for (int64_t i = 0; i < n; i++)
		push(&k);
	puts("size\npeek\npop\npop\npop\nsize");
}

static void in_turns(int64_t n, int64_t live, struct keys *k)
{
	puts("create");
	for (int64_t i = 0; i < live; i++)
		push(k);
	/* In pairs in either order, so that the number of items stays. */
	for (int64_t i = live; i + 2 <= n; i += 2) {
		bool push_first = random_below(k->random, 2);

		if (push_first)
			push(k);
		puts("pop");
		if (!push_first)
			push(k);
	}
}

static void steady(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 2, N_MAX - 1);
	int64_t live = argument_number(a, "LIVE", 1, N_MAX);
	struct random r;
	struct keys k = argument_keys(a, &r);

	r = argument_seed(a);
	in_turns(n, live < n / 2 ? live : n / 2, &k);
}

static void churn(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 8, N_MAX - 1);
	struct random r;
	struct keys k = argument_keys(a, &r);

	r = argument_seed(a);
	in_turns(n, n / 4, &k);
}

static void waves(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 2, N_MAX - 1);
	int64_t peak = argument_number(a, "PEAK", 1, N_MAX);
	struct random r;
	struct keys k = argument_keys(a, &r);

	r = argument_seed(a);
	puts("create");
	for (int64_t i = 0; i < n; i++)
		if (i % (2 * peak) < peak)
			push(&k);
		else
			puts("pop");
}

static void any_operation(struct keys *k)
{
	switch (random_below(k->random, 10)) {
	case 0:
		puts("peek");
		break;
	case 1:
		puts("size");
		break;
	case 2:
	case 3:
	case 4:
	case 5:
		puts("pop");
		break;
	default:
		push(k);
	}
}

static void mixed(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 1, N_MAX - 1);
	struct random r;
	struct keys k = argument_keys(a, &r);

	r = argument_seed(a);
	puts("create\npeek");
	for (int64_t i = 0; i < n; i++)
		any_operation(&k);
}

static void several_queues(struct arguments *a)
{
	int64_t count = argument_number(a, "COUNT", 2, 15);
	int64_t n = argument_number(a, "N", 1, N_MAX / 2 - 100);
	struct random r = argument_seed(a);
	struct keys k = { "few", &r, 0 };
	int64_t first = 1; /* number of the first queue that is alive */

	for (int64_t i = 0; i < count; i++)
		puts("create");
	for (int64_t i = 0; i < n; i++) {
		if (i == n / 2) {
			puts("use 1\nfree\ncreate\nsize");
			first++;
		}
		if (random_below(&r, 3) == 0) {
			fputs("use ", stdout);
			print_number(first + (int64_t)random_below(&r, (uint64_t)count));
			putchar('\n');
		}
		any_operation(&k);
	}
}

static const struct mode {
	const char *name;
	void (*print)(struct arguments *a);
} MODES[] = {
	{ "heapify", one_array },
	{ "heapifies", small_arrays },
	{ "permutations", permutations },
	{ "fill", fill },
	{ "fill_only", fill_only },
	{ "steady", steady },
	{ "churn", churn },
	{ "waves", waves },
	{ "mixed", mixed },
	{ "queues", several_queues },
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
