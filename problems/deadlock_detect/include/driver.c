/*
 * driver: plays one test of deadlock_detect.
 *
 * An input is a list of traces: a line with the number of threads and the number of events, then each event as a line
 * of its own: `request`, `grant`, `release` or `timeout`, the thread and the lock. Each trace writes a line: `none`, or
 * the position of the event and the threads, `7: 0 3 1`.
 */
#include "driver.h"
#include "deadlock_detect.h"

#define THREADS_MAX (1 << 20)
#define EVENTS_MAX  (1 << 21)
#define GUARDS      16
#define UNTOUCHED   UINT32_C(0xa5a5a5a5)
#define NOWHERE     ((size_t)UINT64_C(0xa5a5a5a5a5a5a5a5))

static size_t (*find_deadlock)(const struct lock_event *events, size_t n_events, size_t n_threads, size_t *at,
			       uint32_t *threads);

const struct driver_function driver_functions[] = {
	{ "find_deadlock", (void **)&find_deadlock },
	{ NULL, NULL },
};

struct trace {
	struct lock_event *events, *copy;
	size_t room, n_events, n_threads;
};

static uint64_t read_number(int64_t max, const char *what)
{
	int64_t v = driver_read_i64();

	if (v < 0 || v > max)
		driver_bad_input(what);
	return (uint64_t)v;
}

static enum lock_event_kind read_kind(void)
{
	static const char *const WORDS[] = { "request", "grant", "release", "timeout" };
	size_t len;
	const char *word = driver_read_token(&len);

	for (int i = 0; i < 4; i++)
		if (len == strlen(WORDS[i]) && !memcmp(word, WORDS[i], len))
			return (enum lock_event_kind)i;
	driver_bad_input("an event that is not one of request, grant, release, timeout");
}

static void read_trace(struct trace *t)
{
	t->n_threads = read_number(THREADS_MAX, "a number of threads");
	t->n_events = read_number(EVENTS_MAX, "a number of events");
	if (!t->events || t->n_events > t->room) {
		t->room = t->n_events < 1024 ? 1024 : t->n_events;
		t->events = driver_alloc(t->room, sizeof(*t->events));
		t->copy = driver_alloc(t->room, sizeof(*t->copy));
	}
	for (size_t i = 0; i < t->n_events; i++) {
		t->events[i].kind = read_kind();
		t->events[i].thread = (uint32_t)read_number((int64_t)t->n_threads - 1, "a thread");
		t->events[i].lock = (uint32_t)read_number(LOCKS - 1, "a lock");
	}
	memcpy(t->copy, t->events, t->n_events * sizeof(*t->events));
}

static void check_untouched(const uint32_t *values, size_t n, const char *what)
{
	for (size_t i = 0; i < n; i++)
		if (values[i] != UNTOUCHED)
			driver_complain(what);
}

static void write_deadlock(size_t n, size_t at, const uint32_t *threads)
{
	if (n > LOCKS)
		driver_complain("find_deadlock returned more threads than there are locks");
	if (at == NOWHERE)
		driver_complain("find_deadlock returned a number of threads, but *at was not written");
	driver_write_i64((int64_t)at);
	driver_write_char(':');
	for (size_t i = 0; i < n; i++) {
		driver_write_char(' ');
		driver_write_i64(threads[i]);
	}
	driver_write_char('\n');
}

static void play_trace(const struct trace *t)
{
	uint32_t guarded[GUARDS + LOCKS + GUARDS];
	size_t at = NOWHERE, n;

	for (size_t i = 0; i < GUARDS + LOCKS + GUARDS; i++)
		guarded[i] = UNTOUCHED;
	n = find_deadlock(t->n_events ? t->events : NULL, t->n_events, t->n_threads, &at, guarded + GUARDS);
	if (memcmp(t->events, t->copy, t->n_events * sizeof(*t->events)) != 0)
		driver_complain("the trace was changed");
	check_untouched(guarded, GUARDS, "something was written ahead of threads");
	check_untouched(guarded + GUARDS + LOCKS, GUARDS, "something was written behind the 64 elements of threads");
	if (n) {
		write_deadlock(n, at, guarded + GUARDS);
		return;
	}
	if (at != NOWHERE)
		driver_complain("*at was changed although 0 was returned");
	check_untouched(guarded + GUARDS, LOCKS, "threads was changed although 0 was returned");
	driver_write_str("none\n");
}

void driver_run(void)
{
	struct trace t = { .room = 0 };

	while (!driver_at_end()) {
		read_trace(&t);
		play_trace(&t);
	}
}
