/*
 * Trap: a look at all open tasks where there are many edges, which is right, but else a queue without a heap: tasks are
 * gone on from in the order in which they got cheaper, the cheapest of two first, and again whenever they got cheaper
 * later. That is O(V E), and quick on many graphs.
 */
struct open {
	size_t *tasks, first, n, room;
	bool *in;
};

static size_t take(struct open *open)
{
	size_t task = open->tasks[open->first];

	open->first = (open->first + 1) % open->room;
	open->n--;
	open->in[task] = false;
	return task;
}

static size_t take_cheapest(struct open *open, const int64_t *costs)
{
	size_t best = open->first;

	for (size_t i = 1; i < open->n; i++) {
		size_t place = (open->first + i) % open->room;

		if (costs[open->tasks[place]] < costs[open->tasks[best]])
			best = place;
	}
	size_t task = open->tasks[best];

	open->tasks[best] = open->tasks[open->first];
	open->tasks[open->first] = task;
	return take(open);
}

static void put(struct open *open, size_t task, const int64_t *costs)
{
	if (open->in[task])
		return;
	open->in[task] = true;
	if (open->n > 0 && costs[task] < costs[open->tasks[open->first]]) {
		open->first = (open->first + open->room - 1) % open->room;
		open->tasks[open->first] = task;
	} else {
		open->tasks[(open->first + open->n) % open->room] = task;
	}
	open->n++;
}

int cheapest_costs(const struct edge *edges, size_t n_edges, size_t n_tasks, size_t source, int64_t *costs)
{
	struct open open = { .room = n_tasks };
	size_t *first, *next;

	if (source >= n_tasks)
		return -EINVAL;
	for (size_t i = 0; i < n_edges; i++)
		if (edges[i].from >= n_tasks || edges[i].to >= n_tasks)
			return -EINVAL;
	first = malloc(n_tasks * sizeof(*first));
	next = malloc((n_edges + 1) * sizeof(*next));
	open.tasks = malloc(n_tasks * sizeof(*open.tasks));
	open.in = calloc(n_tasks, sizeof(*open.in));
	for (size_t t = 0; t < n_tasks; t++) {
		first[t] = n_edges;
		costs[t] = -1;
	}
	for (size_t i = 0; i < n_edges; i++) {
		next[i] = first[edges[i].from];
		first[edges[i].from] = i;
	}
	costs[source] = 0;
	put(&open, source, costs);
	while (open.n > 0) {
		size_t task = n_edges >= n_tasks * n_tasks / 8 ? take_cheapest(&open, costs) : take(&open);

		for (size_t i = first[task]; i < n_edges; i = next[i]) {
			int64_t cost = costs[task] + edges[i].cost;

			if (costs[edges[i].to] >= 0 && costs[edges[i].to] <= cost)
				continue;
			costs[edges[i].to] = cost;
			put(&open, edges[i].to, costs);
		}
	}
	free(open.in);
	free(open.tasks);
	free(next);
	free(first);
	return 0;
}
