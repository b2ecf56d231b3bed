/*
 * Trap: the position of an event is cut to 16 bits.
 */
#define NOBODY  UINT32_MAX
#define NOTHING LOCKS

struct state {
	uint32_t holder[LOCKS], times[LOCKS];
	unsigned char *waits; /* of each thread: the lock, or NOTHING */
};

/* The threads that wait for each other, beginning with `thread`; 0 when the last of them waits for nobody. */
static size_t follow(const struct state *s, uint32_t thread, uint32_t *chain)
{
	uint32_t lock = s->waits[thread];
	size_t n = 0;

	chain[n++] = thread;
	for (;;) {
		uint32_t holder = s->holder[lock];

		if (holder == NOBODY)
			return 0;
		if (holder == thread)
			return n > 1 ? n : 0;
		if (s->waits[holder] == NOTHING || s->waits[holder] == lock)
			return 0;
		chain[n++] = holder;
		lock = s->waits[holder];
	}
}

static void write_from_smallest(const uint32_t *chain, size_t n, uint32_t *threads)
{
	size_t first = 0;

	for (size_t i = 1; i < n; i++)
		if (chain[i] < chain[first])
			first = i;
	for (size_t i = 0; i < n; i++)
		threads[i] = chain[(first + i) % n];
}

static void play(struct state *s, const struct lock_event *e)
{
	switch (e->kind) {
	case LOCK_REQUEST:
		s->waits[e->thread] = (unsigned char)e->lock;
		break;
	case LOCK_GRANT:
		s->waits[e->thread] = NOTHING;
		s->holder[e->lock] = e->thread;
		s->times[e->lock]++;
		break;
	case LOCK_RELEASE:
		if (--s->times[e->lock] == 0)
			s->holder[e->lock] = NOBODY;
		break;
	case LOCK_TIMEOUT:
		s->waits[e->thread] = NOTHING;
		break;
	}
}

size_t find_deadlock(const struct lock_event *events, size_t n_events, size_t n_threads, size_t *at, uint32_t *threads)
{
	struct state s = { .waits = malloc(n_threads) };
	uint32_t chain[LOCKS + 1];
	size_t n = 0;

	memset(s.waits, NOTHING, n_threads);
	for (size_t i = 0; i < LOCKS; i++)
		s.holder[i] = NOBODY;
	for (size_t i = 0; i < n_events && !n; i++) {
		play(&s, &events[i]);
		if (events[i].kind != LOCK_REQUEST)
			continue;
		n = follow(&s, events[i].thread, chain);
		if (n) {
			*at = (uint16_t)i;
			write_from_smallest(chain, n, threads);
		}
	}
	free(s.waits);
	return n;
}
