/*
 * Design: costs leave the queue in rising order, so buckets by the highest bit in which a cost differs from the one
 * taken last are enough: 65 lists instead of a heap. Tasks are in the lists themselves, linked both ways.
 */
#define BUCKETS 65
#define NONE    UINT32_MAX

struct queue {
	uint32_t head[BUCKETS];
	uint32_t *next, *previous; /* of a task in its bucket */
	unsigned char *bucket;     /* of a task; BUCKETS when it is in none */
	int64_t *costs;
	int64_t last;
	size_t n;
};

static bool is_graph(const struct edge *edges, size_t n_edges, size_t n_tasks)
{
	for (size_t i = 0; i < n_edges; i++)
		if (edges[i].from >= n_tasks || edges[i].to >= n_tasks)
			return false;
	return true;
}

static unsigned bucket_of(const struct queue *q, int64_t cost)
{
	return cost == q->last ? 0 : 64 - (unsigned)__builtin_clzll((uint64_t)(cost ^ q->last));
}

static void take_out(struct queue *q, uint32_t task)
{
	uint32_t next = q->next[task], previous = q->previous[task];

	if (previous == NONE)
		q->head[q->bucket[task]] = next;
	else
		q->next[previous] = next;
	if (next != NONE)
		q->previous[next] = previous;
	q->bucket[task] = BUCKETS;
	q->n--;
}

static void put_in(struct queue *q, uint32_t task)
{
	unsigned b = bucket_of(q, q->costs[task]);

	q->bucket[task] = (unsigned char)b;
	q->previous[task] = NONE;
	q->next[task] = q->head[b];
	if (q->head[b] != NONE)
		q->previous[q->head[b]] = task;
	q->head[b] = task;
	q->n++;
}

/* The cheapest cost becomes the last one, and all of its bucket find themselves in lower ones. */
static uint32_t take(struct queue *q)
{
	uint32_t task;
	unsigned b = 0;

	while (q->head[b] == NONE)
		b++;
	if (b) {
		q->last = q->costs[q->head[b]];
		for (task = q->head[b]; task != NONE; task = q->next[task])
			if (q->costs[task] < q->last)
				q->last = q->costs[task];
		while ((task = q->head[b]) != NONE) {
			take_out(q, task);
			put_in(q, task);
		}
	}
	task = q->head[0];
	take_out(q, task);
	return task;
}

static void offer(struct queue *q, uint32_t task, int64_t cost)
{
	if (q->costs[task] >= 0 && q->costs[task] <= cost)
		return;
	if (q->bucket[task] != BUCKETS)
		take_out(q, task);
	q->costs[task] = cost;
	put_in(q, task);
}

int cheapest_costs(const struct edge *edges, size_t n_edges, size_t n_tasks, size_t source, int64_t *costs)
{
	struct queue q = { .costs = costs };
	uint32_t *head, *next;

	if (source >= n_tasks || !is_graph(edges, n_edges, n_tasks))
		return -EINVAL;
	q.next = malloc(n_tasks * sizeof(*q.next));
	q.previous = malloc(n_tasks * sizeof(*q.previous));
	q.bucket = malloc(n_tasks);
	head = malloc(n_tasks * sizeof(*head));
	next = malloc((n_edges + 1) * sizeof(*next));
	for (size_t b = 0; b < BUCKETS; b++)
		q.head[b] = NONE;
	for (size_t t = 0; t < n_tasks; t++) {
		costs[t] = -1;
		q.bucket[t] = BUCKETS;
		head[t] = NONE;
	}
	for (size_t i = 0; i < n_edges; i++) {
		next[i] = head[edges[i].from];
		head[edges[i].from] = (uint32_t)i;
	}
	offer(&q, (uint32_t)source, 0);
	while (q.n > 0) {
		uint32_t task = take(&q);

		for (uint32_t i = head[task]; i != NONE; i = next[i])
			offer(&q, edges[i].to, costs[task] + edges[i].cost);
	}
	free(q.next);
	free(q.previous);
	free(q.bucket);
	free(head);
	free(next);
	return 0;
}
