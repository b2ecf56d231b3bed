/*
 * driver: plays one test of task_dijkstra.
 *
 * An input is a list of calls: a line with the number of tasks, the number of edges and the source, then each edge as a
 * line of its own: from, to, cost. Each call writes a line: the costs (or that there are none), or EINVAL.
 *
 * The costs stand between guards and begin as numbers that no cost can be. Tasks are few enough for all to be written.
 */
#include "driver.h"
#include "task_dijkstra.h"

#define TASKS_MAX (1 << 21)
#define EDGES_MAX (1 << 22)
#define GUARDS    8
#define UNTOUCHED INT64_C(-7777777777)

static int (*cheapest_costs)(const struct edge *edges, size_t n_edges, size_t n_tasks, size_t source, int64_t *costs);

const struct driver_function driver_functions[] = {
	{ "cheapest_costs", (void **)&cheapest_costs },
	{ NULL, NULL },
};

struct call {
	struct edge *edges, *copy;
	size_t edges_room, n_edges;
	int64_t *guarded; /* guards, costs, guards */
	size_t tasks_room, n_tasks;
	size_t source;
};

static uint64_t read_number(int64_t max, const char *what)
{
	int64_t v = driver_read_i64();

	if (v < 0 || v > max)
		driver_bad_input(what);
	return (uint64_t)v;
}

static void make_room(struct call *c)
{
	if (!c->edges || c->n_edges > c->edges_room) {
		c->edges_room = c->n_edges < 256 ? 256 : c->n_edges;
		c->edges = driver_alloc(c->edges_room, sizeof(*c->edges));
		c->copy = driver_alloc(c->edges_room, sizeof(*c->copy));
	}
	if (!c->guarded || c->n_tasks > c->tasks_room) {
		c->tasks_room = c->n_tasks < 256 ? 256 : c->n_tasks;
		c->guarded = driver_alloc(c->tasks_room + 2 * GUARDS, sizeof(*c->guarded));
	}
}

static void read_call(struct call *c)
{
	c->n_tasks = read_number(TASKS_MAX, "a number of tasks");
	c->n_edges = read_number(EDGES_MAX, "a number of edges");
	c->source = read_number(INT64_MAX, "a source");
	make_room(c);
	for (size_t i = 0; i < c->n_edges; i++) {
		c->edges[i].from = (uint32_t)read_number(UINT32_MAX, "a task");
		c->edges[i].to = (uint32_t)read_number(UINT32_MAX, "a task");
		c->edges[i].cost = (uint32_t)read_number(UINT32_MAX, "a cost");
	}
	memcpy(c->copy, c->edges, c->n_edges * sizeof(*c->edges));
	for (size_t i = 0; i < c->n_tasks + 2 * GUARDS; i++)
		c->guarded[i] = UNTOUCHED;
}

static void check_untouched(const int64_t *values, size_t n, const char *what)
{
	for (size_t i = 0; i < n; i++)
		if (values[i] != UNTOUCHED)
			driver_complain(what);
}

static void play_call(struct call *c)
{
	int64_t *costs = c->guarded + GUARDS;
	int result;

	driver_fence(c->guarded, GUARDS * sizeof(*costs));
	driver_fence(costs + c->n_tasks, GUARDS * sizeof(*costs));
	result = cheapest_costs(c->n_edges ? c->edges : NULL, c->n_edges, c->n_tasks, c->source, costs);
	driver_unfence(c->guarded, GUARDS * sizeof(*costs));
	driver_unfence(costs + c->n_tasks, GUARDS * sizeof(*costs));
	if (memcmp(c->edges, c->copy, c->n_edges * sizeof(*c->edges)) != 0)
		driver_complain("the edges were changed");
	check_untouched(c->guarded, GUARDS, "something was written ahead of costs");
	check_untouched(costs + c->n_tasks, GUARDS, "something was written behind costs");
	if (result == -EINVAL) {
		check_untouched(costs, c->n_tasks, "costs was changed although -EINVAL was returned");
		driver_write_str("EINVAL\n");
		return;
	}
	if (result)
		driver_complain("cheapest_costs returned neither 0 nor -EINVAL");
	if (!c->n_tasks)
		driver_write_str("none");
	for (size_t i = 0; i < c->n_tasks; i++) {
		if (costs[i] == UNTOUCHED)
			driver_complain("0 was returned, but not every element of costs was written");
		if (i)
			driver_write_char(' ');
		driver_write_i64(costs[i]);
	}
	driver_write_char('\n');
}

void driver_run(void)
{
	struct call c = { .source = 0 };

	while (!driver_at_end()) {
		read_call(&c);
		play_call(&c);
	}
}
