/*
 * task_dijkstra: the cheapest costs from one task to all others. `judge show task_dijkstra` prints the task.
 * struct edge is declared before your code: { uint32_t from, to; uint32_t cost; }.
 */
#include <stddef.h>
#include <stdint.h>

int cheapest_costs(const struct edge *edges, size_t n_edges, size_t n_tasks, size_t source, int64_t *costs)
{
	(void)edges;
	(void)n_edges;
	(void)source;
	for (size_t i = 0; i < n_tasks; i++)
		costs[i] = -1;
	return 0;
}
