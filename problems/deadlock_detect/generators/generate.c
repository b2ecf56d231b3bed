/*
 * generate: prints one test of deadlock_detect.
 *
 *	random THREADS LOCKS EVENTS SAFE SEED   threads that request, get, release and give up locks in any order; in
 *	                       the first SAFE events nobody requests what would be a deadlock
 *	small TRACES SEED      short traces of 2 to 5 threads and 1 to 4 locks; some of them hold a deadlock
 *	ring LENGTH SEED       LENGTH threads, each holds a lock and requests the next one's, in any order
 *	crowd THREADS SEED     all threads wait for one lock, which goes from one to the next
 *	behind WAITERS TURNS SEED   63 threads wait for each other in a chain without an end, WAITERS more at its
 *	                       beginning; then TURNS times somebody requests the first lock and gives up
 *	nested TIMES SEED      three traces with a deadlock, in which a lock was granted TIMES times to the thread that
 *	                       holds it: at once, after one release (of one grant more), and before the last release
 *
 * and the size families with about N events: families crowds N SEED, chains N SEED, steady N SEED.
 *
 * Numbers of threads and locks are shuffled.
 */
#include "generate.h"

#define LOCKS       64
#define THREADS_MAX (1 << 20)
#define EVENTS_MAX  1000000
#define NONE        (-1)

struct event {
	char kind; /* 'q' request, 'g' grant, 'r' release, 't' time-out */
	int64_t thread, lock;
};

struct world {
	struct random random;
	int64_t n_threads, n_locks;
	int64_t thread_number[THREADS_MAX], lock_number[LOCKS];
	int64_t waits[THREADS_MAX];
	int64_t holder[LOCKS], times[LOCKS];
	struct event *events;
	int64_t n, room;
};

static struct world w;

static void begin(int64_t threads, int64_t locks, int64_t room)
{
	w.n_threads = threads;
	w.n_locks = locks;
	w.n = 0;
	if (room > w.room) {
		w.room = room;
		w.events = generate_alloc((size_t)room, sizeof(*w.events));
	}
	for (int64_t i = 0; i < threads; i++) {
		w.thread_number[i] = i;
		w.waits[i] = NONE;
	}
	for (int64_t i = 0; i < LOCKS; i++) {
		w.lock_number[i] = i;
		w.holder[i] = NONE;
		w.times[i] = 0;
	}
	random_shuffle(&w.random, w.thread_number, (size_t)threads);
	random_shuffle(&w.random, w.lock_number, LOCKS);
}

static int64_t below(int64_t n)
{
	return (int64_t)random_below(&w.random, (uint64_t)n);
}

static void event(char kind, int64_t thread, int64_t lock)
{
	w.events[w.n++] = (struct event){ kind, thread, lock };
	if (kind == 'q') {
		w.waits[thread] = lock;
	} else if (kind == 'g') {
		w.waits[thread] = NONE;
		w.holder[lock] = thread;
		w.times[lock]++;
	} else if (kind == 't') {
		w.waits[thread] = NONE;
	} else if (--w.times[lock] == 0) {
		w.holder[lock] = NONE;
	}
}

static void take(int64_t thread, int64_t lock)
{
	event('q', thread, lock);
	event('g', thread, lock);
}

static void print_trace(void)
{
	print_numbers((int64_t[]){ w.n_threads, w.n }, 2);
	for (int64_t i = 0; i < w.n; i++) {
		const struct event *e = &w.events[i];

		fputs(e->kind == 'q'   ? "request "
		      : e->kind == 'g' ? "grant "
		      : e->kind == 'r' ? "release "
				       : "timeout ",
		      stdout);
		print_numbers((int64_t[]){ w.thread_number[e->thread], w.lock_number[e->lock] }, 2);
	}
}

static void seed_argument(struct arguments *a)
{
	w.random = random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));
}

/* ---- at random --------------------------------------------------------------------------------------------------- */

static bool would_close(int64_t thread, int64_t lock)
{
	for (int steps = 0; steps < LOCKS; steps++) {
		int64_t holder = w.holder[lock];

		if (holder == NONE || w.waits[holder] == NONE || w.waits[holder] == lock)
			return holder == thread && steps > 0;
		if (holder == thread)
			return steps > 0;
		lock = w.waits[holder];
	}
	return true;
}

static int64_t held_by(int64_t thread)
{
	int64_t begin_at = below(w.n_locks);

	for (int64_t i = 0; i < w.n_locks; i++)
		if (w.holder[(begin_at + i) % w.n_locks] == thread)
			return (begin_at + i) % w.n_locks;
	return NONE;
}

static void step_of_waiting(int64_t thread)
{
	int64_t lock = w.waits[thread];

	if (w.holder[lock] == NONE || w.holder[lock] == thread)
		event(below(8) ? 'g' : 't', thread, lock);
	else if (below(w.n_threads > 40 ? 4 : 12) == 0)
		event('t', thread, lock);
}

static void step_of_running(int64_t thread, bool safe)
{
	int64_t held = held_by(thread);

	if (held != NONE && below(3) == 0) {
		event('r', thread, held);
	} else {
		int64_t lock = held != NONE && below(5) == 0 ? held : below(w.n_locks);

		if (w.holder[lock] == thread || !safe || !would_close(thread, lock))
			event('q', thread, lock);
	}
}

static void play_random(int64_t events, int64_t safe)
{
	for (int64_t tries = 0; w.n < events && tries < 100 * events; tries++) {
		int64_t thread = below(w.n_threads);

		if (w.waits[thread] == NONE)
			step_of_running(thread, w.n < safe);
		else
			step_of_waiting(thread);
	}
}

static void print_random(struct arguments *a)
{
	int64_t threads = argument_number(a, "THREADS", 1, THREADS_MAX);
	int64_t locks = argument_number(a, "LOCKS", 1, LOCKS);
	int64_t events = argument_number(a, "EVENTS", 0, EVENTS_MAX);
	int64_t safe = argument_number(a, "SAFE", 0, EVENTS_MAX);

	seed_argument(a);
	begin(threads, locks, events);
	play_random(events, safe);
	print_trace();
}

static void print_small(struct arguments *a)
{
	int64_t traces = argument_number(a, "TRACES", 1, 50000);

	seed_argument(a);
	while (traces-- > 0) {
		int64_t threads = 2 + below(4), locks = 1 + below(4), events = below(60);

		begin(threads, locks, events);
		play_random(events, below(3) ? 0 : events);
		print_trace();
	}
}

static void print_steady(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 16, EVENTS_MAX);

	seed_argument(a);
	begin(200, LOCKS, n);
	play_random(n, n);
	print_trace();
}

/* ---- shapes ------------------------------------------------------------------------------------------------------ */

static void print_ring(struct arguments *a)
{
	int64_t length = argument_number(a, "LENGTH", 1, LOCKS), order[LOCKS];

	seed_argument(a);
	begin(length, length, 3 * length);
	for (int64_t i = 0; i < length; i++) {
		order[i] = i;
		take(i, i);
	}
	random_shuffle(&w.random, order, (size_t)length);
	for (int64_t i = 0; i < length; i++)
		event('q', order[i], (order[i] + 1) % length);
	print_trace();
}

static void play_crowd(int64_t threads)
{
	begin(threads, LOCKS, 4 * threads);
	for (int64_t i = 0; i < threads; i++)
		event('q', i, 0);
	for (int64_t i = threads; i-- > 0;) {
		event('g', i, 0);
		event('r', i, 0);
	}
	print_trace();
}

static void print_crowd(struct arguments *a)
{
	int64_t threads = argument_number(a, "THREADS", 1, EVENTS_MAX / 4);

	seed_argument(a);
	play_crowd(threads);
}

static void print_crowds(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 16, EVENTS_MAX);

	seed_argument(a);
	play_crowd(n / 4);
}

/* Lock i is held by thread i, who waits for lock i + 1; the last one waits for nothing. */
static void play_behind(int64_t waiters, int64_t turns)
{
	begin(LOCKS + 1 + waiters, LOCKS, 4 * LOCKS + waiters + 2 * turns);
	for (int64_t i = 0; i < LOCKS; i++)
		take(i, i);
	for (int64_t i = LOCKS - 1; i-- > 0;)
		event('q', i, i + 1);
	for (int64_t i = 0; i < waiters; i++)
		event('q', LOCKS + 1 + i, below(4));
	for (int64_t i = 0; i < turns; i++) {
		event('q', LOCKS, 0);
		event('t', LOCKS, 0);
	}
	print_trace();
}

static void print_behind(struct arguments *a)
{
	int64_t waiters = argument_number(a, "WAITERS", 0, EVENTS_MAX / 2);
	int64_t turns = argument_number(a, "TURNS", 1, EVENTS_MAX / 4 - 100);

	seed_argument(a);
	play_behind(waiters, turns);
}

static void print_chains(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 16, EVENTS_MAX / 2);

	seed_argument(a);
	play_behind(n / 2, n / 4);
}

/* Who holds the lock at the end closes a cycle with another thread. */
static void play_nested(int64_t grants, int64_t releases)
{
	begin(2, LOCKS, 2 * grants + releases + 4);
	while (grants-- > 0)
		take(0, 0);
	while (releases-- > 0)
		event('r', 0, 0);
	take(1, 1);
	event('q', 0, 1);
	event('q', 1, 0);
	print_trace();
}

static void print_nested(struct arguments *a)
{
	int64_t times = argument_number(a, "TIMES", 1, EVENTS_MAX / 8);

	seed_argument(a);
	play_nested(times, 0);
	play_nested(times + 1, 1);
	play_nested(times, times - 1);
}

static const struct mode {
	const char *name;
	void (*print)(struct arguments *a);
} MODES[] = {
	{ "random", print_random }, { "small", print_small },   { "ring", print_ring },
	{ "crowd", print_crowd },   { "behind", print_behind }, { "crowds", print_crowds },
	{ "chains", print_chains }, { "steady", print_steady }, { "nested", print_nested },
};

int main(int argc, char **argv)
{
	struct arguments a = arguments_of(argc, argv);
	const char *mode = argument_word(&a, "a mode");

	for (size_t i = 0; i < sizeof(MODES) / sizeof(*MODES); i++)
		if (!strcmp(mode, MODES[i].name)) {
			MODES[i].print(&a);
			return generated(&a);
		}
	bad_argument("a mode", mode);
}
