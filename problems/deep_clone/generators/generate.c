/*
 * generate: prints one test of deep_clone.
 *
 *	chain N SEED              each node leads to the next; they lie in that order
 *	ring N SEED               each node leads to the next and to the one before, all the way around
 *	star N SEED               one node leads to all others, each of which leads back
 *	tree N SEED               a binary tree whose nodes know their parents
 *	diamonds N SEED           pairs of nodes; each node leads to both of the next pair
 *	dense N SEED              sqrt N nodes, each of which leads to all, itself too
 *	random N MORE SEED        a tree at random and MORE edges for each node at random, several to one node too
 *	unreached N SEED          random, half of the nodes cannot be reached
 *	scattered N SEED          as many nodes as the root of N lead to each other; all others lead nowhere
 *	small GRAPHS SEED         graphs of 0 to 7 nodes, few values, any edges
 *
 * But for chains the nodes have their numbers, and so their places in memory, in random order. Values are any int, but
 * digits where N is large, to keep the input small.
 */
#include "generate.h"

#define NODES_MAX (1 << 20)
#define EDGES_MAX (1 << 21)
#define LARGE     10000

struct graph {
	int64_t n, start; /* nodes count from 0 */
	int64_t n_edges, room;
	int64_t *from, *to;
	bool ordered;
};

static struct graph graph_of(int64_t n, int64_t room)
{
	struct graph g = { n, 0, 0, room, NULL, NULL, false };

	g.from = generate_alloc((size_t)room, sizeof(*g.from));
	g.to = generate_alloc((size_t)room, sizeof(*g.to));
	return g;
}

static void add(struct graph *g, int64_t from, int64_t to)
{
	if (g->n_edges == g->room)
		bad_argument("fewer edges", NULL);
	g->from[g->n_edges] = from;
	g->to[g->n_edges++] = to;
}

static int64_t random_value(struct random *r, int64_t n)
{
	if (n > LARGE)
		return random_between(r, 0, 9);
	switch (random_below(r, 8)) {
	case 0:
		return INT32_MIN;
	case 1:
		return INT32_MAX;
	case 2:
		return random_between(r, INT32_MIN, INT32_MAX);
	default:
		return random_between(r, -3, 3);
	}
}

/* The edges of a node keep their order. */
static void print_graph(struct graph *g, struct random *r)
{
	int64_t *number = generate_alloc((size_t)g->n, sizeof(*number)); /* of a node */
	int64_t *first = generate_alloc((size_t)g->n + 2, sizeof(*first));
	int64_t *sorted = generate_alloc((size_t)g->n_edges, sizeof(*sorted));

	for (int64_t i = 0; i < g->n; i++)
		number[i] = i;
	if (!g->ordered)
		random_shuffle(r, number, (size_t)g->n);
	for (int64_t e = 0; e < g->n_edges; e++)
		first[number[g->from[e]] + 2]++;
	for (int64_t i = 2; i < g->n + 2; i++)
		first[i] += first[i - 1];
	for (int64_t e = 0; e < g->n_edges; e++)
		sorted[first[number[g->from[e]] + 1]++] = number[g->to[e]] + 1;
	print_number(g->n);
	if (g->n) {
		putchar(' ');
		print_number(number[g->start] + 1);
	}
	putchar('\n');
	for (int64_t i = 0; i < g->n; i++) {
		print_number(random_value(r, g->n));
		putchar_unlocked(' ');
		print_number(first[i + 1] - first[i]);
		for (int64_t e = first[i]; e < first[i + 1]; e++) {
			putchar_unlocked(' ');
			print_number(sorted[e]);
		}
		putchar_unlocked('\n');
	}
	free(number);
	free(first);
	free(sorted);
	free(g->from);
	free(g->to);
}

/* ---- graphs ------------------------------------------------------------------------------------------------------ */

static void chain(struct graph *g, struct random *r)
{
	(void)r;
	g->ordered = true;
	for (int64_t i = 0; i + 1 < g->n; i++)
		add(g, i, i + 1);
}

static void ring(struct graph *g, struct random *r)
{
	(void)r;
	for (int64_t i = 0; i < g->n; i++) {
		add(g, i, (i + 1) % g->n);
		add(g, i, (i + g->n - 1) % g->n);
	}
}

static void star(struct graph *g, struct random *r)
{
	(void)r;
	for (int64_t i = 1; i < g->n; i++) {
		add(g, 0, i);
		add(g, i, 0);
	}
}

static void tree(struct graph *g, struct random *r)
{
	(void)r;
	for (int64_t i = 1; i < g->n; i++) {
		add(g, (i - 1) / 2, i);
		add(g, i, (i - 1) / 2);
	}
}

static void diamonds(struct graph *g, struct random *r)
{
	(void)r;
	for (int64_t i = 0; i < g->n; i++)
		for (int64_t next = (i + 1) / 2 * 2 + 1; next <= (i + 1) / 2 * 2 + 2; next++)
			if (next < g->n)
				add(g, i, next);
}

static void dense(struct graph *g, struct random *r)
{
	int64_t root = 1;

	(void)r;
	while ((root + 1) * (root + 1) <= g->n)
		root++;
	g->n = root;
	for (int64_t i = 0; i < root; i++)
		for (int64_t j = 0; j < root; j++)
			add(g, i, (i + j) % root);
}

static void unreached(struct graph *g, struct random *r)
{
	for (int64_t i = 1; i < g->n; i++)
		if (i != g->n / 2)
			add(g, random_between(r, i < g->n / 2 ? 0 : g->n / 2, i - 1), i);
	for (int64_t i = g->n / 2; i < g->n; i++)
		add(g, i, random_between(r, 0, g->n - 1));
}

static void scattered(struct graph *g, struct random *r)
{
	int64_t root = 1;

	while ((root + 1) * (root + 1) <= g->n)
		root++;
	for (int64_t i = 0; i < root; i++) {
		add(g, i, (i + 1) % root);
		add(g, i, random_between(r, 0, root - 1));
	}
}

static void print_random(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 1, NODES_MAX);
	int64_t more = argument_number(a, "MORE", 0, 64);
	struct random r = random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));
	struct graph g = graph_of(n, EDGES_MAX);

	for (int64_t i = 0; i < n; i++) {
		if (i)
			add(&g, random_between(&r, 0, i - 1), i);
		for (int64_t j = 0; j < more; j++)
			add(&g, i, random_between(&r, 0, n - 1));
	}
	print_graph(&g, &r);
}

static void print_small(struct arguments *a)
{
	int64_t graphs = argument_number(a, "GRAPHS", 1, 100000);
	struct random r = random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));

	for (int64_t i = 0; i < graphs; i++) {
		int64_t n = random_between(&r, 0, 7);
		struct graph g = graph_of(n, 32);
		int64_t edges = n ? random_between(&r, 0, 2 * n) : 0;

		for (int64_t e = 0; e < edges; e++) {
			int64_t from = random_between(&r, 0, n - 1);

			add(&g, from, random_between(&r, 0, n - 1));
		}
		print_graph(&g, &r);
	}
}

static const struct {
	const char *name;
	void (*draw)(struct graph *g, struct random *r);
} GRAPHS[] = {
	{ "chain", chain },       { "ring", ring },   { "star", star },           { "tree", tree },
	{ "diamonds", diamonds }, { "dense", dense }, { "unreached", unreached }, { "scattered", scattered },
};

int main(int argc, char **argv)
{
	struct arguments a = arguments_of(argc, argv);
	const char *mode = argument_word(&a, "a mode");

	if (!strcmp(mode, "random")) {
		print_random(&a);
		return generated(&a);
	}
	if (!strcmp(mode, "small")) {
		print_small(&a);
		return generated(&a);
	}
	for (size_t i = 0; i < sizeof(GRAPHS) / sizeof(GRAPHS[0]); i++)
		if (!strcmp(mode, GRAPHS[i].name)) {
			struct graph g = graph_of(argument_number(&a, "N", 1, NODES_MAX), EDGES_MAX);
			struct random r = random_seeded((uint64_t)argument_number(&a, "SEED", 0, INT64_MAX));

			GRAPHS[i].draw(&g, &r);
			print_graph(&g, &r);
			return generated(&a);
		}
	bad_argument("a mode", mode);
}
