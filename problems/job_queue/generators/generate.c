/*
 * generate: prints one test of job_queue.
 *
 *	fill N SEED               N pushes, then N pops and one more
 *	steady LIVE N SEED        LIVE pushes, then N operations that keep LIVE or LIVE - 1 jobs in the queue
 *	saw PEAK N SEED           fills up to PEAK jobs and empties again, until there were N operations
 *	walk LIVE N SEED          N operations, pushes and pops as they come, between 0 and LIVE jobs
 *	jumps LIVE N SEED         N operations: pushes and pops in runs of random length, between 0 and LIVE jobs
 *	look N SEED               N/2 pushes, then N/2 looks at size and first job, now and then a pop and a push
 *	rotated MAX SEED          for each number up to MAX: so many pushes and pops, then it grows from there
 *	boundaries MAX SEED       for each number up to MAX: so many pushes, then push and pop in turns
 *	queues COUNT N SEED       N operations on COUNT queues in turns; the first one is freed half-way
 *	extremes N SEED           N jobs of the smallest, the largest and random numbers of 64 bits
 *
 * and for the size families, in which the number of operations is about N:
 *
 *	churn N SEED              steady with N/4 jobs
 *	edge N SEED               steady with the greatest power of two up to N/2, and with one job more in turns
 *	around N SEED             to and fro between 8 jobs fewer and 8 more than the greatest power of two up to N/4,
 *	                          and on a second queue likewise around a power of three
 */
#include "generate.h"

#define OPERATIONS_MAX 2200000

struct test {
	struct random random;
	int64_t next; /* id of the next job */
	int64_t live;
};

static void push_job(struct test *t, int64_t id, int64_t argument)
{
	fputs("push ", stdout);
	print_number(id);
	putchar(' ');
	print_number(argument);
	putchar('\n');
	t->live++;
}

/* Ids are numbers in order, so that a person can follow a test; arguments tell jobs of different queues apart. */
static void push(struct test *t)
{
	push_job(t, t->next, (int64_t)random_below(&t->random, 1000));
	t->next++;
}

static void pop(struct test *t)
{
	puts("pop");
	if (t->live)
		t->live--;
}

static void create(struct test *t)
{
	puts("create");
	t->live = 0;
}

static void fill(struct test *t, int64_t n)
{
	create(t);
	for (int64_t i = 0; i < n; i++)
		push(t);
	puts("size");
	for (int64_t i = 0; i <= n; i++)
		pop(t);
	puts("size");
}

static void look_now_and_then(struct test *t)
{
	switch (random_below(&t->random, 32)) {
	case 0:
		puts("size");
		break;
	case 1:
		puts("peek");
		break;
	default:
		break;
	}
}

static void steady(struct test *t, int64_t live, int64_t n)
{
	create(t);
	while (t->live < live)
		push(t);
	for (int64_t i = 0; i < n; i++) {
		if (t->live < live)
			push(t);
		else
			pop(t);
		look_now_and_then(t);
	}
}

static void saw(struct test *t, int64_t peak, int64_t n)
{
	bool up = true;

	create(t);
	for (int64_t i = 0; i < n; i++) {
		if (up)
			push(t);
		else
			pop(t);
		look_now_and_then(t);
		if (t->live == peak || t->live == 0)
			up = t->live == 0;
	}
}

static void walk(struct test *t, int64_t live, int64_t n)
{
	create(t);
	for (int64_t i = 0; i < n; i++) {
		if (t->live < live && random_below(&t->random, 2))
			push(t);
		else
			pop(t);
		look_now_and_then(t);
	}
}

static void jumps(struct test *t, int64_t live, int64_t n)
{
	create(t);
	for (int64_t i = 0; i < n;) {
		int64_t up = random_between(&t->random, 0, live - t->live);
		int64_t down = random_between(&t->random, 0, t->live + up);

		for (int64_t k = 0; k < up && i < n; k++, i++)
			push(t);
		puts("size");
		for (int64_t k = 0; k < down && i < n; k++, i++)
			pop(t);
		puts("peek");
		i++;
	}
}

static void look(struct test *t, int64_t n)
{
	create(t);
	for (int64_t i = 0; i < n / 2; i++)
		push(t);
	for (int64_t i = 0; i < n / 2; i++)
		switch (random_below(&t->random, 8)) {
		case 0:
			pop(t);
			break;
		case 1:
			push(t);
			break;
		case 2:
		case 3:
		case 4:
			puts("peek");
			break;
		default:
			puts("size");
		}
}

static void rotated(struct test *t, int64_t max)
{
	for (int64_t rotation = 0; rotation <= max; rotation++) {
		create(t);
		for (int64_t i = 0; i < rotation; i++)
			push(t);
		for (int64_t i = 0; i < rotation; i++)
			pop(t);
		for (int64_t i = 0; i < 2 * max + rotation; i++) {
			push(t);
			if (i % 8 == 7)
				pop(t);
		}
		puts("size");
		while (t->live)
			pop(t);
		puts("pop\nfree");
	}
}

static void boundaries(struct test *t, int64_t max)
{
	for (int64_t live = 0; live <= max; live++) {
		create(t);
		while (t->live < live)
			push(t);
		for (int64_t i = 0; i < live + 3; i++) {
			push(t);
			pop(t);
		}
		puts("peek\nsize");
		while (t->live)
			pop(t);
		puts("peek\nfree");
	}
}

static void queues(struct test *t, int64_t count, int64_t n)
{
	int64_t first = 1;

	for (int64_t i = 0; i < count; i++)
		create(t);
	for (int64_t i = 0; i < n; i++) {
		if (i == n / 2) {
			puts("use 1\nfree\ncreate");
			first = 2;
		}
		if (random_below(&t->random, 3) == 0) {
			fputs("use ", stdout);
			print_number(first + (int64_t)random_below(&t->random, (uint64_t)count));
			putchar('\n');
		}
		if (random_below(&t->random, 5) < 3)
			push(t);
		else
			pop(t);
		look_now_and_then(t);
	}
}

static int64_t extreme(struct test *t)
{
	switch (random_below(&t->random, 4)) {
	case 0:
		return INT64_MIN;
	case 1:
		return INT64_MAX;
	default:
		return random_between(&t->random, INT64_MIN, INT64_MAX);
	}
}

static void extremes(struct test *t, int64_t n)
{
	create(t);
	for (int64_t i = 0; i < n; i++) {
		int64_t id = extreme(t);

		push_job(t, id, extreme(t));
		if (i % 3 == 2)
			pop(t);
	}
	while (t->live)
		pop(t);
}

static void edge(struct test *t, int64_t n)
{
	int64_t live = 1;

	while (live * 2 <= n / 2)
		live *= 2;
	create(t);
	while (t->live < live)
		push(t);
	for (int64_t i = live; i < n; i++)
		if (t->live > live)
			pop(t);
		else
			push(t);
	puts("size");
}

static void around_power(struct test *t, int64_t base, int64_t n)
{
	int64_t centre = base * base * base;
	bool up = true;

	while (centre * base <= n / 2)
		centre *= base;
	create(t);
	for (int64_t i = 0; i < n; i++) {
		if (up)
			push(t);
		else
			pop(t);
		if (t->live == centre + 8 || t->live == centre - 8)
			up = t->live < centre;
	}
	puts("size\nfree");
}

static void around(struct test *t, int64_t n)
{
	around_power(t, 2, n / 2);
	around_power(t, 3, n / 2);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*of_n)(struct test *t, int64_t n);
		void (*of_two)(struct test *t, int64_t first, int64_t n);
		int64_t max; /* of the first number */
	} MODES[] = {
		{ "fill", fill, NULL, OPERATIONS_MAX / 2 - 4 },
		{ "steady", NULL, steady, OPERATIONS_MAX / 4 },
		{ "saw", NULL, saw, OPERATIONS_MAX },
		{ "walk", NULL, walk, OPERATIONS_MAX },
		{ "jumps", NULL, jumps, OPERATIONS_MAX },
		{ "look", look, NULL, OPERATIONS_MAX - 2 },
		{ "rotated", rotated, NULL, 60 },
		{ "boundaries", boundaries, NULL, 300 },
		{ "queues", NULL, queues, 999 },
		{ "extremes", extremes, NULL, 100000 },
		{ "edge", edge, NULL, OPERATIONS_MAX - 2 },
		{ "around", around, NULL, OPERATIONS_MAX - 6 },
		{ "churn", NULL, NULL, OPERATIONS_MAX * 3 / 4 },
	};
	struct arguments a = arguments_of(argc, argv);
	const char *name = argument_word(&a, "a mode");
	size_t m = 0;
	int64_t first, n = 0;
	struct test t = { .next = 1 };

	while (m < sizeof MODES / sizeof MODES[0] && strcmp(MODES[m].name, name))
		m++;
	if (m == sizeof MODES / sizeof MODES[0])
		bad_argument("a mode", name);
	first = argument_number(&a, "a number", 1, MODES[m].max);
	if (MODES[m].of_two)
		n = argument_number(&a, "N", 1, OPERATIONS_MAX / 2);
	t.random = random_seeded((uint64_t)argument_number(&a, "SEED", 0, INT64_MAX));
	if (MODES[m].of_n)
		MODES[m].of_n(&t, first);
	else if (MODES[m].of_two)
		MODES[m].of_two(&t, first, n);
	else
		steady(&t, first / 4, first - first / 4);
	return generated(&a);
}
