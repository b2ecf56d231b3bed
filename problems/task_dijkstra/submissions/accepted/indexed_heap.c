/*
 * Design: a heap of four children a place that holds each task once and knows where it stands, so that a cost that
 * falls moves it up. The edges hang in a list for each task, linked by numbers.
 */
#define NONE SIZE_MAX

struct search {
	size_t *heap, n;
	size_t *place; /* of a task in the heap, or NONE */
	int64_t *costs;
};

static bool is_graph(const struct edge *edges, size_t n_edges, size_t n_tasks)
{
	for (size_t i = 0; i < n_edges; i++)
		if (edges[i].from >= n_tasks || edges[i].to >= n_tasks)
			return false;
	return true;
}

static void set(struct search *s, size_t place, size_t task)
{
	s->heap[place] = task;
	s->place[task] = place;
}

static void rise(struct search *s, size_t task)
{
	size_t place = s->place[task];

	for (; place > 0 && s->costs[s->heap[(place - 1) / 4]] > s->costs[task]; place = (place - 1) / 4)
		set(s, place, s->heap[(place - 1) / 4]);
	set(s, place, task);
}

static size_t cheapest_child(const struct search *s, size_t place)
{
	size_t best = 4 * place + 1;

	for (size_t child = best + 1; child < s->n && child <= 4 * place + 4; child++)
		if (s->costs[s->heap[child]] < s->costs[s->heap[best]])
			best = child;
	return best;
}

static void sink(struct search *s, size_t task)
{
	size_t place = 0;

	while (4 * place + 1 < s->n) {
		size_t child = cheapest_child(s, place);

		if (s->costs[s->heap[child]] >= s->costs[task])
			break;
		set(s, place, s->heap[child]);
		place = child;
	}
	set(s, place, task);
}

static size_t take(struct search *s)
{
	size_t top = s->heap[0];

	if (--s->n)
		sink(s, s->heap[s->n]);
	return top;
}

static void offer(struct search *s, size_t task, int64_t cost)
{
	if (s->costs[task] >= 0 && s->costs[task] <= cost)
		return;
	if (s->costs[task] < 0)
		s->place[task] = s->n++;
	s->costs[task] = cost;
	rise(s, task);
}

int cheapest_costs(const struct edge *edges, size_t n_edges, size_t n_tasks, size_t source, int64_t *costs)
{
	struct search s = { .costs = costs };
	size_t *head, *next;

	if (source >= n_tasks || !is_graph(edges, n_edges, n_tasks))
		return -EINVAL;
	s.heap = malloc(n_tasks * sizeof(*s.heap));
	s.place = malloc(n_tasks * sizeof(*s.place));
	head = malloc(n_tasks * sizeof(*head));
	next = malloc((n_edges + 1) * sizeof(*next));
	for (size_t t = 0; t < n_tasks; t++) {
		costs[t] = -1;
		head[t] = NONE;
	}
	for (size_t i = 0; i < n_edges; i++) {
		next[i] = head[edges[i].from];
		head[edges[i].from] = i;
	}
	offer(&s, source, 0);
	while (s.n > 0) {
		size_t task = take(&s);

		for (size_t i = head[task]; i != NONE; i = next[i])
			offer(&s, edges[i].to, costs[task] + edges[i].cost);
	}
	free(s.heap);
	free(s.place);
	free(head);
	free(next);
	return 0;
}
