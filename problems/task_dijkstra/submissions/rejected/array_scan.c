/*
 * Trap: looks for the cheapest open task among all of them: O(tasks^2) however few edges there are.
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
	size_t *head, *next;
	bool *done;

	if (source >= n_tasks || !is_graph(edges, n_edges, n_tasks))
		return -EINVAL;
	head = malloc(n_tasks * sizeof(*head));
	next = malloc((n_edges + 1) * sizeof(*next));
	done = calloc(n_tasks, sizeof(*done));
	for (size_t t = 0; t < n_tasks; t++) {
		costs[t] = -1;
		head[t] = SIZE_MAX;
	}
	for (size_t i = 0; i < n_edges; i++) {
		next[i] = head[edges[i].from];
		head[edges[i].from] = i;
	}
	costs[source] = 0;
	for (;;) {
		size_t best = SIZE_MAX;

		for (size_t t = 0; t < n_tasks; t++)
			if (!done[t] && costs[t] >= 0 && (best == SIZE_MAX || costs[t] < costs[best]))
				best = t;
		if (best == SIZE_MAX)
			break;
		done[best] = true;
		for (size_t i = head[best]; i != SIZE_MAX; i = next[i]) {
			int64_t cost = costs[best] + edges[i].cost;

			if (costs[edges[i].to] < 0 || costs[edges[i].to] > cost)
				costs[edges[i].to] = cost;
		}
	}
	free(head);
	free(next);
	free(done);
	return 0;
}
