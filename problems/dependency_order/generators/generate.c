/*
 * generate: prints a test of dependency_order.
 *
 *	chain N forward|backward SEED	course i requires i - 1, or i + 1
 *	hidden N SEED			a chain of courses with shuffled names, the prerequisites in any order
 *	sparse N SEED			N courses and 2 N prerequisites that leave an order
 *	random N E SEED			likewise, E prerequisites
 *	closed N E SEED			likewise, with one more prerequisite that closes a cycle
 *	ring N SEED			one cycle through all courses, whose names are shuffled
 *	star N required|requires	all others require course 0, or course 0 requires all others
 *	dense K SEED			each of K courses requires all of those before it, in a shuffled order
 *	layers W D SEED			D layers of W courses, each requires all of the layer below
 *	tail N SEED			a chain whose last two courses require each other
 *	again N TIMES SEED		a shuffled chain, each prerequisite so many times
 *	free N				no prerequisites
 *	small CALLS SEED		calls with 1 to 7 courses and any prerequisites, also of themselves and repeated
 */
#include "generate.h"

#define COURSES_MAX       1000000
#define PREREQUISITES_MAX 1000000

struct pairs {
	int64_t (*all)[2]; /* course, required */
	size_t n, room;
};

static void add(struct pairs *p, int64_t course, int64_t required)
{
	if (p->n == p->room) {
		size_t room = p->room ? 2 * p->room : 1024;
		int64_t(*all)[2] = generate_alloc(room, sizeof(*all));

		if (p->n)
			memcpy(all, p->all, p->n * sizeof(*all));
		free(p->all);
		p->all = all;
		p->room = room;
	}
	p->all[p->n][0] = course;
	p->all[p->n++][1] = required;
}

static void print_call(struct pairs *p, int64_t courses, struct random *shuffle)
{
	const int64_t head[] = { courses, (int64_t)p->n };

	for (size_t i = p->n; shuffle && i > 1; i--) {
		size_t j = (size_t)random_below(shuffle, i);
		int64_t kept[2] = { p->all[i - 1][0], p->all[i - 1][1] };

		memcpy(p->all[i - 1], p->all[j], sizeof(kept));
		memcpy(p->all[j], kept, sizeof(kept));
	}
	print_numbers(head, 2);
	for (size_t i = 0; i < p->n; i++)
		print_numbers(p->all[i], 2);
	free(p->all);
}

static struct random seed_argument(struct arguments *a)
{
	return random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));
}

static int64_t courses_argument(struct arguments *a)
{
	return argument_number(a, "N", 2, COURSES_MAX);
}

/* Names in the order in which the courses can be taken. */
static int64_t *shuffled(int64_t n, struct random *r)
{
	int64_t *names = generate_alloc((size_t)n, sizeof(*names));

	for (int64_t i = 0; i < n; i++)
		names[i] = i;
	random_shuffle(r, names, (size_t)n);
	return names;
}

/* Is it this word, and not that one? */
static bool argument_is(struct arguments *a, const char *this, const char *that)
{
	const char *word = argument_word(a, this);

	if (strcmp(word, this) != 0 && strcmp(word, that) != 0)
		bad_argument(this, word);
	return strcmp(word, this) == 0;
}

/* ---- modes ------------------------------------------------------------------------------------------------------- */

static void chain(struct arguments *a)
{
	int64_t n = courses_argument(a);
	bool forward = argument_is(a, "forward", "backward");
	struct pairs p = { NULL, 0, 0 };

	for (int64_t i = 1; i < n; i++)
		add(&p, forward ? i : i - 1, forward ? i - 1 : i);
	print_call(&p, n, NULL);
}

static void linked(struct arguments *a, const char *mode)
{
	int64_t n = courses_argument(a);
	int64_t times = strcmp(mode, "again") ? 1 : argument_number(a, "TIMES", 1, 100);
	struct random r = seed_argument(a);
	int64_t *names = shuffled(n, &r);
	struct pairs p = { NULL, 0, 0 };

	for (int64_t i = 1; i < n; i++)
		for (int64_t k = 0; k < times; k++)
			add(&p, names[i], names[i - 1]);
	if (!strcmp(mode, "ring"))
		add(&p, names[0], names[n - 1]);
	if (!strcmp(mode, "tail"))
		add(&p, names[n - 2], names[n - 1]);
	print_call(&p, n, &r);
}

static void scattered(struct arguments *a, const char *mode)
{
	int64_t n = courses_argument(a);
	int64_t edges = strcmp(mode, "sparse") ? argument_number(a, "E", 1, PREREQUISITES_MAX - 1) : 2 * n;
	struct random r = seed_argument(a);
	int64_t *names = shuffled(n, &r);
	struct pairs p = { NULL, 0, 0 };

	for (int64_t i = 0; i < edges; i++) {
		int64_t later = random_between(&r, 1, n - 1), earlier = random_between(&r, 0, later - 1);

		add(&p, names[later], names[earlier]);
	}
	if (!strcmp(mode, "closed")) {
		int64_t k = random_between(&r, 0, edges - 1);

		add(&p, p.all[k][1], p.all[k][0]);
	}
	print_call(&p, n, &r);
}

static void star(struct arguments *a)
{
	int64_t n = courses_argument(a);
	bool required = argument_is(a, "required", "requires");
	struct pairs p = { NULL, 0, 0 };

	for (int64_t i = 1; i < n; i++)
		add(&p, required ? i : 0, required ? 0 : i);
	print_call(&p, n, NULL);
}

static void dense(struct arguments *a)
{
	int64_t n = argument_number(a, "K", 2, 1500);
	struct random r = seed_argument(a);
	int64_t *names = shuffled(n, &r);
	struct pairs p = { NULL, 0, 0 };

	for (int64_t i = 1; i < n; i++)
		for (int64_t k = 0; k < i; k++)
			add(&p, names[i], names[k]);
	print_call(&p, n, &r);
}

static void layers(struct arguments *a)
{
	int64_t width = argument_number(a, "W", 1, 1000), depth = argument_number(a, "D", 1, 1000);
	struct random r = seed_argument(a);
	int64_t *names = shuffled(width * depth, &r);
	struct pairs p = { NULL, 0, 0 };

	for (int64_t d = 1; d < depth; d++)
		for (int64_t i = 0; i < width; i++)
			for (int64_t k = 0; k < width; k++)
				add(&p, names[d * width + i], names[(d - 1) * width + k]);
	print_call(&p, width * depth, &r);
}

static void without(struct arguments *a)
{
	struct pairs p = { NULL, 0, 0 };

	print_call(&p, argument_number(a, "N", 1, COURSES_MAX), NULL);
}

static void small(struct arguments *a)
{
	int64_t calls = argument_number(a, "CALLS", 1, 100000);
	struct random r = seed_argument(a);

	for (int64_t c = 0; c < calls; c++) {
		int64_t n = random_between(&r, 1, 7), edges = random_between(&r, 0, 2 * n);
		int64_t *names = shuffled(n, &r);
		bool any = random_below(&r, 4) == 0;
		struct pairs p = { NULL, 0, 0 };

		for (int64_t i = 0; i < edges; i++) {
			int64_t x = random_between(&r, 0, n - 1), y = random_between(&r, 0, n - 1);

			if (any)
				add(&p, names[x], names[y]);
			else if (x != y)
				add(&p, names[x > y ? x : y], names[x > y ? y : x]);
		}
		print_call(&p, n, NULL);
		free(names);
	}
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*plain)(struct arguments *a);
		void (*named)(struct arguments *a, const char *mode);
	} MODES[] = {
		{ "chain", chain, NULL },      { "hidden", NULL, linked },    { "ring", NULL, linked },
		{ "tail", NULL, linked },      { "again", NULL, linked },     { "sparse", NULL, scattered },
		{ "random", NULL, scattered }, { "closed", NULL, scattered }, { "star", star, NULL },
		{ "dense", dense, NULL },      { "layers", layers, NULL },    { "free", without, NULL },
		{ "small", small, NULL },
	};
	struct arguments a = arguments_of(argc, argv);
	const char *mode = argument_word(&a, "a mode");

	for (size_t i = 0; i < sizeof(MODES) / sizeof(MODES[0]); i++) {
		if (strcmp(mode, MODES[i].name) != 0)
			continue;
		if (MODES[i].plain)
			MODES[i].plain(&a);
		else
			MODES[i].named(&a, mode);
		return generated(&a);
	}
	bad_argument("a mode", mode);
}
