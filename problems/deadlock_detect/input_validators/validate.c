/*
 * validate: is standard input a test of deadlock_detect? What the lines mean stands in include/driver.c. A trace must
 * be one that locks can leave behind: only what waits is granted or gives up, only what is held is released, a thread
 * that waits does nothing else, and no lock is granted while another thread holds it.
 */
#include "validate.h"

#define LOCKS       64
#define THREADS_MAX (1 << 20) /* of all traces of a test together */
#define EVENTS_MAX  1000000
#define TRACES_MAX  50000
#define NOBODY      (-1)
#define NO_LOCK     (-1)

struct state {
	int64_t holder[LOCKS], times[LOCKS];
	int64_t *waits; /* for each thread: the lock, or NO_LOCK */
};

static int64_t argument(int64_t max)
{
	read_blank();
	return read_number(0, max);
}

static void check_event(struct state *s, int64_t n_threads)
{
	char word[8];
	int64_t thread, lock;

	read_word(word, sizeof(word), "abcdefghijklmnopqrstuvwxyz");
	thread = argument(n_threads - 1);
	lock = argument(LOCKS - 1);
	if (!strcmp(word, "request")) {
		must(s->waits[thread] == NO_LOCK, "a request of a thread that waits");
		s->waits[thread] = lock;
	} else if (!strcmp(word, "grant")) {
		must(s->waits[thread] == lock, "a grant of a lock that the thread does not wait for");
		must(s->holder[lock] == NOBODY || s->holder[lock] == thread,
		     "a grant of a lock that another thread holds");
		s->waits[thread] = NO_LOCK;
		s->holder[lock] = thread;
		s->times[lock]++;
	} else if (!strcmp(word, "release")) {
		must(s->waits[thread] == NO_LOCK, "a release of a thread that waits");
		must(s->holder[lock] == thread, "a release of a lock that the thread does not hold");
		if (--s->times[lock] == 0)
			s->holder[lock] = NOBODY;
	} else {
		must(!strcmp(word, "timeout"), "one of request, grant, release, timeout expected");
		must(s->waits[thread] == lock, "a time-out of a lock that the thread does not wait for");
		s->waits[thread] = NO_LOCK;
	}
	read_newline();
}

int main(void)
{
	struct state s = { .waits = malloc(THREADS_MAX * sizeof(*s.waits)) };
	int64_t traces = 0, threads = 0, events = 0;

	must(s.waits != NULL, "no memory");
	do {
		int64_t n_threads = read_number(1, THREADS_MAX), n_events = argument(EVENTS_MAX);

		must(++traces <= TRACES_MAX, "more than 50000 traces");
		must((threads += n_threads) <= THREADS_MAX, "more than 1048576 threads in all traces together");
		must((events += n_events) <= EVENTS_MAX, "more than 1000000 events in all traces together");
		read_newline();
		for (int64_t i = 0; i < n_threads; i++)
			s.waits[i] = NO_LOCK;
		for (int64_t i = 0; i < LOCKS; i++) {
			s.holder[i] = NOBODY;
			s.times[i] = 0;
		}
		while (n_events-- > 0)
			check_event(&s, n_threads);
	} while (!at_end());
	valid_at_end();
}
