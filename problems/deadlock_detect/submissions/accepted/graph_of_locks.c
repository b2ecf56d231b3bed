/*
 * Design: a graph of the locks alone, 64 vertices: an edge leads from each lock that a waiting thread holds to the one
 * that it waits for. What a thread holds is a word of bits.
 */
#define NONE LOCKS

struct state {
	uint64_t *held;         /* by each thread */
	uint32_t next[LOCKS];   /* of each lock: what its holder waits for, or NONE */
	uint32_t holder[LOCKS]; /* where it is held */
	uint32_t times[LOCKS];
};

static bool holds(const struct state *s, uint32_t thread, uint32_t lock)
{
	return s->held[thread] >> lock & 1;
}

static void lead_to(struct state *s, uint32_t thread, uint32_t lock)
{
	for (uint64_t rest = s->held[thread]; rest; rest &= rest - 1)
		s->next[__builtin_ctzll(rest)] = lock;
}

/* Walks from the lock that is wanted to one that the thread holds; both are on the cycle. */
static size_t walk(const struct state *s, const struct lock_event *e, uint32_t *threads)
{
	size_t n = 0, first = 0;
	uint32_t circle[LOCKS];

	circle[n++] = e->thread;
	for (uint32_t lock = e->lock; !holds(s, e->thread, lock); lock = s->next[lock]) {
		if (s->next[lock] == NONE)
			return 0;
		circle[n++] = s->holder[lock];
	}
	for (size_t i = 1; i < n; i++)
		if (circle[i] < circle[first])
			first = i;
	for (size_t i = 0; i < n; i++)
		threads[i] = circle[(first + i) % n];
	return n;
}

size_t find_deadlock(const struct lock_event *events, size_t n_events, size_t n_threads, size_t *at, uint32_t *threads)
{
	struct state s = { .held = calloc(n_threads, sizeof(*s.held)) };
	size_t n = 0;

	for (size_t i = 0; i < LOCKS; i++)
		s.next[i] = NONE;
	for (size_t i = 0; i < n_events && !n; i++) {
		const struct lock_event *e = &events[i];

		if (e->kind == LOCK_RELEASE) {
			if (--s.times[e->lock] == 0)
				s.held[e->thread] &= ~(UINT64_C(1) << e->lock);
			s.next[e->lock] = NONE;
		} else if (e->kind != LOCK_REQUEST) {
			lead_to(&s, e->thread, NONE);
			if (e->kind == LOCK_TIMEOUT)
				continue;
			s.held[e->thread] |= UINT64_C(1) << e->lock;
			s.holder[e->lock] = e->thread;
			s.next[e->lock] = NONE;
			s.times[e->lock]++;
		} else if (!holds(&s, e->thread, e->lock)) {
			n = walk(&s, e, threads);
			if (n)
				*at = i;
			lead_to(&s, e->thread, e->lock);
		}
	}
	free(s.held);
	return n;
}
