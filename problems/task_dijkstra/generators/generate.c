/*
 * generate: prints one test of task_dijkstra.
 *
 *	random TASKS EDGES MAX SEED    edges at random with costs from 0 to MAX
 *	shortcuts TASKS SEED           three edges a task: a chain of cheap edges, from the source a dear one to each,
 *	                               so that the cheapest way has as many edges as it can; the rest at random
 *	falling TASKS SEED             edges from each task to each other one; every task that is done makes all later
 *	                               ones a little cheaper
 *	grid ROWS COLUMNS MAX SEED     a grid with edges both ways
 *	parallel TASKS EDGES SEED      few tasks, many edges between the same two
 *	strip ROWS COLUMNS SEED        a grid with edges both ways, cheap along the columns and dear along the rows:
 *	                               who goes on from tasks before their costs are final does so again and again
 *	zeros TASKS EDGES SEED         costs 0, now and then 1: cycles that cost nothing
 *	islands TASKS SEED             half of the tasks cannot be reached, though edges lead from them to the others
 *	few TASKS EDGES SEED           a chain of EDGES edges; all other tasks have none
 *	doubling STAGES SEED           from stage to stage a dear edge and a free detour; who goes on from the dearest
 *	                               task first does the last one 2^STAGES times
 *	dear TASKS SEED                a chain of edges that cost nearly 2^32
 *	longest EDGES SEED             a chain of edges that cost 2^32 - 1, as long as it can be; where a total comes
 *	                               to a multiple of 2^40, a detour is cheaper by one or two thousand
 *	small CALLS SEED               calls with 0 to 6 tasks; a few have a source or an edge that leads out
 *
 * and the size family with N edges, falling for the square root of N tasks: `dense N SEED`.
 *
 * The edges come in any order, and the numbers of the tasks say nothing about their places.
 */
#include "generate.h"

#define TASKS_MAX (1 << 20)
#define EDGES_MAX 300000

struct edge {
	int64_t from, to, cost;
};

struct graph {
	int64_t tasks, n;
	int64_t *number; /* of the task in a place; the source is in place 0 */
	struct edge *edges;
	struct random random;
};

static struct graph graph_of(int64_t tasks, int64_t edges, uint64_t seed)
{
	struct graph g = { .tasks = tasks, .random = random_seeded(seed) };

	g.number = generate_alloc((size_t)tasks, sizeof(*g.number));
	g.edges = generate_alloc((size_t)edges, sizeof(*g.edges));
	for (int64_t i = 0; i < tasks; i++)
		g.number[i] = i;
	random_shuffle(&g.random, g.number, (size_t)tasks);
	return g;
}

static int64_t any_place(struct graph *g)
{
	return (int64_t)random_below(&g->random, (uint64_t)g->tasks);
}

static void edge(struct graph *g, int64_t from, int64_t to, int64_t cost)
{
	g->edges[g->n++] = (struct edge){ g->number[from], g->number[to], cost };
}

static void any_edge(struct graph *g, int64_t min, int64_t max)
{
	int64_t from = any_place(g), to = any_place(g);

	edge(g, from, to, random_between(&g->random, min, max));
}

static void print_graph(struct graph *g)
{
	for (int64_t i = g->n; i > 1; i--) {
		int64_t j = (int64_t)random_below(&g->random, (uint64_t)i);
		struct edge kept = g->edges[i - 1];

		g->edges[i - 1] = g->edges[j];
		g->edges[j] = kept;
	}
	print_numbers((int64_t[]){ g->tasks, g->n, g->number[0] }, 3);
	for (int64_t i = 0; i < g->n; i++)
		print_numbers((int64_t[]){ g->edges[i].from, g->edges[i].to, g->edges[i].cost }, 3);
}

/* ---- arguments --------------------------------------------------------------------------------------------------- */

static int64_t tasks_argument(struct arguments *a)
{
	return argument_number(a, "TASKS", 2, TASKS_MAX);
}

static int64_t edges_argument(struct arguments *a)
{
	return argument_number(a, "EDGES", 1, EDGES_MAX);
}

static uint64_t seed_argument(struct arguments *a)
{
	return (uint64_t)argument_number(a, "SEED", 0, INT64_MAX);
}

/* ---- modes ------------------------------------------------------------------------------------------------------- */

static void print_random(struct arguments *a)
{
	int64_t tasks = tasks_argument(a), edges = edges_argument(a);
	int64_t max = argument_number(a, "MAX", 0, UINT32_MAX);
	struct graph g = graph_of(tasks, edges, seed_argument(a));

	while (g.n < edges)
		any_edge(&g, 0, max);
	print_graph(&g);
}

static void print_shortcuts(struct arguments *a)
{
	int64_t tasks = tasks_argument(a);
	struct graph g = graph_of(tasks, 3 * tasks, seed_argument(a));

	for (int64_t i = 1; i < tasks; i++)
		edge(&g, 0, i, 2 * i);
	for (int64_t i = 1; i + 1 < tasks; i++)
		edge(&g, i, i + 1, 1);
	while (g.n < 3 * tasks)
		any_edge(&g, 3 * tasks, 4 * tasks);
	print_graph(&g);
}

static void print_all_pairs(struct graph *g)
{
	for (int64_t i = 0; i < g->tasks; i++)
		for (int64_t j = 0; j < g->tasks; j++)
			if (j > i)
				edge(g, i, j, 1 + 2 * (j - 1 - i));
			else if (j < i)
				edge(g, i, j, (int64_t)random_below(&g->random, 1000));
	print_graph(g);
}

static void print_falling(struct arguments *a)
{
	int64_t tasks = argument_number(a, "TASKS", 2, 1400);
	struct graph g = graph_of(tasks, tasks * tasks, seed_argument(a));

	print_all_pairs(&g);
}

static void print_dense(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 16, EDGES_MAX), tasks = 4;
	struct graph g;

	while ((tasks + 1) * (tasks + 1) <= n)
		tasks++;
	g = graph_of(tasks, n, seed_argument(a));
	print_all_pairs(&g);
}

static void print_grid(struct arguments *a)
{
	int64_t rows = argument_number(a, "ROWS", 1, 1000), columns = argument_number(a, "COLUMNS", 1, 1000);
	int64_t max = argument_number(a, "MAX", 0, UINT32_MAX);
	struct graph g = graph_of(rows * columns, 4 * rows * columns, seed_argument(a));

	for (int64_t i = 0; i < rows * columns; i++) {
		if ((i + 1) % columns) {
			edge(&g, i, i + 1, random_between(&g.random, 0, max));
			edge(&g, i + 1, i, random_between(&g.random, 0, max));
		}
		if (i + columns < rows * columns) {
			edge(&g, i, i + columns, random_between(&g.random, 0, max));
			edge(&g, i + columns, i, random_between(&g.random, 0, max));
		}
	}
	print_graph(&g);
}

static void print_strip(struct arguments *a)
{
	int64_t rows = argument_number(a, "ROWS", 1, 100), columns = argument_number(a, "COLUMNS", 1, 100000);
	struct graph g = graph_of(rows * columns, 4 * rows * columns, seed_argument(a));

	for (int64_t i = 0; i < rows * columns; i++) {
		for (int way = 0; way < 2 && (i + 1) % columns; way++)
			edge(&g, i + way, i + 1 - way, random_between(&g.random, 1, 1000000));
		for (int way = 0; way < 2 && i + columns < rows * columns; way++)
			edge(&g, i + way * columns, i + columns - way * columns, random_between(&g.random, 1, 10));
	}
	print_graph(&g);
}

static void print_parallel(struct arguments *a)
{
	int64_t tasks = tasks_argument(a), edges = edges_argument(a);
	struct graph g = graph_of(tasks, edges, seed_argument(a));

	while (g.n < edges) {
		int64_t from = any_place(&g);

		edge(&g, from, (from + 1) % tasks, random_between(&g.random, 1, 1000000));
	}
	print_graph(&g);
}

static void print_zeros(struct arguments *a)
{
	int64_t tasks = tasks_argument(a), edges = edges_argument(a);
	struct graph g = graph_of(tasks, edges, seed_argument(a));

	while (g.n < edges) {
		int64_t from = any_place(&g), to = any_place(&g);

		edge(&g, from, to, random_below(&g.random, 4) == 0);
	}
	print_graph(&g);
}

static void print_islands(struct arguments *a)
{
	int64_t tasks = tasks_argument(a), half = tasks / 2;
	struct graph g = graph_of(tasks, 3 * tasks, seed_argument(a));

	while (g.n < 3 * tasks) {
		int64_t from = any_place(&g), to = any_place(&g);

		if (from >= half || to < half)
			edge(&g, from, to, (int64_t)random_below(&g.random, 100));
	}
	print_graph(&g);
}

static void print_few(struct arguments *a)
{
	int64_t tasks = tasks_argument(a), edges = argument_number(a, "EDGES", 1, tasks - 1);
	struct graph g = graph_of(tasks, edges, seed_argument(a));

	for (int64_t i = 0; i < edges; i++)
		edge(&g, i, i + 1, (int64_t)random_below(&g.random, 100));
	print_graph(&g);
}

static void print_doubling(struct arguments *a)
{
	int64_t stages = argument_number(a, "STAGES", 1, 32);
	struct graph g = graph_of(2 * stages + 1, 3 * stages, seed_argument(a));

	for (int64_t i = 0; i < stages; i++) {
		edge(&g, 2 * i, 2 * i + 2, INT64_C(1) << (stages - 1 - i));
		edge(&g, 2 * i, 2 * i + 1, 0);
		edge(&g, 2 * i + 1, 2 * i + 2, 0);
	}
	print_graph(&g);
}

static void print_dear(struct arguments *a)
{
	int64_t tasks = tasks_argument(a);
	struct graph g = graph_of(tasks, 2 * tasks, seed_argument(a));

	for (int64_t i = 0; i + 1 < tasks; i++) {
		edge(&g, i, i + 1, UINT32_MAX - (int64_t)random_below(&g.random, 1000));
		edge(&g, i, i + 1, UINT32_MAX);
	}
	print_graph(&g);
}

static void print_longest(struct arguments *a)
{
	int64_t edges = argument_number(a, "EDGES", 3, EDGES_MAX), total = 0, last = 0;
	struct graph g = graph_of(edges + 1, edges, seed_argument(a));

	while (g.n + 3 <= edges) {
		int64_t saved = random_between(&g.random, 1000, 2000), next = last + 1;

		if ((total + UINT32_MAX) >> 40 > total >> 40) {
			edge(&g, last, last + 1, random_between(&g.random, 0, 5));
			edge(&g, last + 1, last + 2, UINT32_MAX - saved);
			total -= saved;
			next = last + 2;
		}
		edge(&g, last, next, UINT32_MAX);
		total += UINT32_MAX;
		last = next;
	}
	print_graph(&g);
}

static void print_small(struct arguments *a)
{
	int64_t calls = argument_number(a, "CALLS", 1, 100000);
	struct random r = random_seeded(seed_argument(a));

	while (calls-- > 0) {
		int64_t tasks = (int64_t)random_below(&r, 7), edges = (int64_t)random_below(&r, 13);
		int64_t wrong = random_below(&r, 16) == 0;
		int64_t max = random_below(&r, 8) ? 4 : UINT32_MAX;
		int64_t source = random_between(&r, 0, tasks + wrong);

		if (!tasks)
			edges = 0;
		print_numbers((int64_t[]){ tasks, edges, wrong || !tasks ? source : source % tasks }, 3);
		for (; edges > 0; edges--) {
			int64_t out = wrong && random_below(&r, 4) == 0;
			int64_t from = random_between(&r, 0, tasks - 1 + out);
			int64_t to = random_between(&r, 0, tasks - 1 + out);

			print_numbers((int64_t[]){ from, to, random_between(&r, 0, max) }, 3);
		}
	}
}

static const struct mode {
	const char *name;
	void (*print)(struct arguments *a);
} MODES[] = {
	{ "random", print_random }, { "shortcuts", print_shortcuts }, { "falling", print_falling },
	{ "dense", print_dense },   { "grid", print_grid },           { "parallel", print_parallel },
	{ "zeros", print_zeros },   { "islands", print_islands },     { "dear", print_dear },
	{ "few", print_few },       { "doubling", print_doubling },   { "small", print_small },
	{ "strip", print_strip },   { "longest", print_longest },
};

int main(int argc, char **argv)
{
	struct arguments a = arguments_of(argc, argv);
	const char *mode = argument_word(&a, "a mode");

	for (size_t i = 0; i < sizeof(MODES) / sizeof(*MODES); i++)
		if (!strcmp(mode, MODES[i].name)) {
			MODES[i].print(&a);
			return generated(&a);
		}
	bad_argument("a mode", mode);
}
