/*
 * Trap: goes over all edges until nothing changes any more: O(tasks * edges) when the ways are long.
 */
static bool is_graph(const struct edge *edges, size_t n_edges, size_t n_tasks)
{
	for (size_t i = 0; i < n_edges; i++)
		if (edges[i].from >= n_tasks || edges[i].to >= n_tasks)
			return false;
	return true;
}

int cheapest_costs(const struct edge *edges, size_t n_edges, size_t n_tasks, size_t source, int64_t *costs)
{
	bool changed = true;

	if (source >= n_tasks || !is_graph(edges, n_edges, n_tasks))
		return -EINVAL;
	for (size_t t = 0; t < n_tasks; t++)
		costs[t] = -1;
	costs[source] = 0;
	while (changed) {
		changed = false;
		for (size_t i = 0; i < n_edges; i++) {
			const struct edge *e = &edges[i];

			if (costs[e->from] < 0 || (costs[e->to] >= 0 && costs[e->to] <= costs[e->from] + e->cost))
				continue;
			costs[e->to] = costs[e->from] + e->cost;
			changed = true;
		}
	}
	return 0;
}
