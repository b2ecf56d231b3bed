/*
 * Design: threads and locks as objects that point to each other, and a recursive search that is at most 64 calls deep.
 * The threads are written on the way back.
 */
struct thread;

struct lock {
	struct thread *holder;
	size_t times;
};

struct thread {
	struct lock *waits_for;
};

/* How many threads lie on the way from t to the goal, both counted; 0 when the way ends elsewhere. */
static size_t search(const struct thread *all, struct thread *t, const struct thread *goal, size_t depth, uint32_t *way)
{
	struct thread *next = t->waits_for ? t->waits_for->holder : NULL;
	size_t n;

	if (!next || next == t)
		return 0;
	n = next == goal ? depth + 1 : search(all, next, goal, depth + 1, way);
	if (n)
		way[depth] = (uint32_t)(t - all);
	return n;
}

static void turn(uint32_t *way, size_t n)
{
	uint32_t copy[LOCKS];
	size_t first = 0;

	memcpy(copy, way, n * sizeof(*way));
	while (first < n) {
		size_t smaller = 0;

		for (size_t i = 0; i < n; i++)
			smaller += copy[i] < copy[first];
		if (!smaller)
			break;
		first++;
	}
	memcpy(way, copy + first, (n - first) * sizeof(*way));
	memcpy(way + (n - first), copy, first * sizeof(*way));
}

size_t find_deadlock(const struct lock_event *events, size_t n_events, size_t n_threads, size_t *at, uint32_t *threads)
{
	struct lock locks[LOCKS] = { 0 };
	struct thread *all = calloc(n_threads, sizeof(*all));
	size_t n = 0;

	for (const struct lock_event *e = events; n == 0 && e != events + n_events; e++) {
		struct thread *thread = &all[e->thread];
		struct lock *lock = &locks[e->lock];

		thread->waits_for = e->kind == LOCK_REQUEST ? lock : NULL;
		if (e->kind == LOCK_GRANT) {
			lock->holder = thread;
			lock->times++;
		} else if (e->kind == LOCK_RELEASE) {
			if (!--lock->times)
				lock->holder = NULL;
		} else if (e->kind == LOCK_REQUEST) {
			n = search(all, thread, thread, 0, threads);
			*at = n ? (size_t)(e - events) : *at;
		}
	}
	if (n)
		turn(threads, n);
	free(all);
	return n;
}
