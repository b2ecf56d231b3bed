/*
 * Trap: of several edges between two tasks the last one is kept, not the cheapest.
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
	int64_t *matrix;
	bool *done;

	if (source >= n_tasks || !is_graph(edges, n_edges, n_tasks))
		return -EINVAL;
	matrix = malloc(n_tasks * n_tasks * sizeof(*matrix));
	if (!matrix)
		abort();
	done = calloc(n_tasks, sizeof(*done));
	for (size_t i = 0; i < n_tasks * n_tasks; i++)
		matrix[i] = -1;
	for (size_t i = 0; i < n_edges; i++) {
		matrix[edges[i].from * n_tasks + edges[i].to] = edges[i].cost;
	}
	for (size_t t = 0; t < n_tasks; t++)
		costs[t] = -1;
	costs[source] = 0;
	for (size_t turn = 0; turn < n_tasks; turn++) {
		size_t best = SIZE_MAX;

		for (size_t t = 0; t < n_tasks; t++)
			if (!done[t] && costs[t] >= 0 && (best == SIZE_MAX || costs[t] < costs[best]))
				best = t;
		if (best == SIZE_MAX)
			break;
		done[best] = true;
		for (size_t t = 0; t < n_tasks; t++) {
			int64_t cost = matrix[best * n_tasks + t];

			if (cost >= 0 && (costs[t] < 0 || costs[t] > costs[best] + cost))
				costs[t] = costs[best] + cost;
		}
	}
	free(matrix);
	free(done);
	return 0;
}
