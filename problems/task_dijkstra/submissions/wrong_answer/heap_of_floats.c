/*
 * Trap: the heap holds the costs as float. Costs beyond 2^24 that differ by little are equal there, so that a task may
 * be done before the one that makes it cheaper.
 */
struct way {
	uint32_t to, cost;
};

struct entry {
	float cost;
	size_t task;
};

struct heap {
	struct entry *entries;
	size_t n;
};

static void push(struct heap *heap, float cost, size_t task)
{
	size_t i = heap->n++;

	for (; i > 0 && heap->entries[(i - 1) / 2].cost > cost; i = (i - 1) / 2)
		heap->entries[i] = heap->entries[(i - 1) / 2];
	heap->entries[i] = (struct entry){ cost, task };
}

static struct entry pop(struct heap *heap)
{
	struct entry top = heap->entries[0], last = heap->entries[--heap->n];
	size_t i = 0, child;

	while ((child = 2 * i + 1) < heap->n) {
		if (child + 1 < heap->n && heap->entries[child + 1].cost < heap->entries[child].cost)
			child++;
		if (heap->entries[child].cost >= last.cost)
			break;
		heap->entries[i] = heap->entries[child];
		i = child;
	}
	heap->entries[i] = last;
	return top;
}

static bool is_graph(const struct edge *edges, size_t n_edges, size_t n_tasks)
{
	for (size_t i = 0; i < n_edges; i++)
		if (edges[i].from >= n_tasks || edges[i].to >= n_tasks)
			return false;
	return true;
}

/* The ways from task t are ways[first[t]] to ways[first[t + 1]], without the last. */
static void sort_edges(const struct edge *edges, size_t n_edges, size_t n_tasks, size_t *first, struct way *ways)
{
	for (size_t i = 0; i < n_edges; i++)
		first[edges[i].from + 2]++;
	for (size_t t = 2; t <= n_tasks; t++)
		first[t] += first[t - 1];
	for (size_t i = 0; i < n_edges; i++)
		ways[first[edges[i].from + 1]++] = (struct way){ edges[i].to, edges[i].cost };
}

int cheapest_costs(const struct edge *edges, size_t n_edges, size_t n_tasks, size_t source, int64_t *costs)
{
	struct heap heap = { NULL, 0 };
	struct way *ways;
	size_t *first;
	bool *done;

	if (source >= n_tasks || !is_graph(edges, n_edges, n_tasks))
		return -EINVAL;
	first = calloc(n_tasks + 2, sizeof(*first));
	ways = malloc((n_edges + 1) * sizeof(*ways));
	heap.entries = malloc((n_edges + 1) * sizeof(*heap.entries));
	done = calloc(n_tasks, sizeof(*done));
	sort_edges(edges, n_edges, n_tasks, first, ways);
	for (size_t t = 0; t < n_tasks; t++)
		costs[t] = -1;
	costs[source] = 0;
	push(&heap, 0, source);
	while (heap.n > 0) {
		struct entry entry = pop(&heap);

		if (done[entry.task])
			continue;
		done[entry.task] = true;
		for (size_t i = first[entry.task]; i < first[entry.task + 1]; i++) {
			int64_t cost = costs[entry.task] + ways[i].cost;

			if (done[ways[i].to] || (costs[ways[i].to] >= 0 && costs[ways[i].to] <= cost))
				continue;
			costs[ways[i].to] = cost;
			push(&heap, (float)cost, ways[i].to);
		}
	}
	free(done);
	free(heap.entries);
	free(ways);
	free(first);
	return 0;
}
