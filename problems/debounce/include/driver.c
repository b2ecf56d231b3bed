/*
 * driver: plays one test of debounce, with a clock of its own that begins at 0.
 *
 * An input is a list of operations, one a line:
 *
 *	create DELAY MODE MAX_WAIT   makes the next debouncer (the first is number 1) and works on it from here; MODE is
 *	                             leading, trailing, both or neither
 *	call ARGUMENT    cancel    flush    tick    next
 *	sleep D          the clock goes on by D; whenever debounce_next says so on the way, debounce_tick is called
 *	jump D           the clock goes on by D at once
 *	inside OPERATION one of the second line: the next invocation of this debouncer's fn plays it
 *	use I            works on debouncer I from here
 *	free             frees the debouncer that is worked on; create or use comes next
 *
 * Each invocation of fn writes "fn", the number of the debouncer, the time and the argument; next writes its result.
 */
#include "driver.h"
#include "debounce.h"

#define DEBOUNCERS_MAX 1000

struct operation {
	struct operation *next;
	enum { CALL, CANCEL, FLUSH, TICK, NEXT } what;
	int64_t argument;
};

struct entry {
	void *debounce; /* NULL once freed */
	struct operation *inside, **inside_end;
	uint64_t invoked;
};

static void *(*create)(debounce_fn *fn, void *context, int64_t delay, const struct debounce_options *options);
static void (*call)(void *d, int64_t now, int64_t argument);
static void (*cancel)(void *d, int64_t now);
static void (*flush)(void *d, int64_t now);
static void (*tick)(void *d, int64_t now);
static int64_t (*next)(const void *d);
static void (*release)(void *d);

const struct driver_function driver_functions[] = {
	{ "debounce_create", (void **)&create }, { "debounce_call", (void **)&call },
	{ "debounce_cancel", (void **)&cancel }, { "debounce_flush", (void **)&flush },
	{ "debounce_tick", (void **)&tick },     { "debounce_next", (void **)&next },
	{ "debounce_free", (void **)&release },  { NULL, NULL },
};

static struct entry entries[DEBOUNCERS_MAX];
static size_t n_entries, current;
static int64_t now;
static const char *quiet; /* the function that runs and must not invoke fn, or NULL */

/* ---- operations of a debouncer ----------------------------------------------------------------------------------- */

static int64_t next_of(const struct entry *e)
{
	const char *kept = quiet;
	int64_t t;

	quiet = "debounce_next invoked fn";
	t = next(e->debounce);
	quiet = kept;
	return t;
}

static void write_next(const struct entry *e)
{
	int64_t t = next_of(e);

	driver_write_str("next ");
	if (t == DEBOUNCE_NEVER)
		driver_write_str("never");
	else
		driver_write_i64(t);
	driver_write_char('\n');
}

static void play(struct entry *e, const struct operation *o)
{
	switch (o->what) {
	case CALL:
		call(e->debounce, now, o->argument);
		break;
	case CANCEL:
		cancel(e->debounce, now);
		break;
	case FLUSH:
		flush(e->debounce, now);
		break;
	case TICK:
		tick(e->debounce, now);
		break;
	case NEXT:
		write_next(e);
	}
}

static void invoked(void *context, int64_t argument)
{
	struct entry *e = context;
	struct operation *o;

	if ((uintptr_t)e < (uintptr_t)entries || (uintptr_t)e >= (uintptr_t)(entries + n_entries) ||
	    ((uintptr_t)e - (uintptr_t)entries) % sizeof(*e))
		driver_complain("fn was invoked with a context that belongs to no debouncer");
	if (quiet)
		driver_complain(quiet);
	if (!e->debounce)
		driver_complain("fn was invoked for a debouncer that was freed");
	e->invoked++;
	driver_write_str("fn ");
	driver_write_i64(e - entries + 1);
	driver_write_char(' ');
	driver_write_i64(now);
	driver_write_char(' ');
	driver_write_i64(argument);
	driver_write_char('\n');
	o = e->inside;
	if (o) {
		e->inside = o->next;
		if (!e->inside)
			e->inside_end = &e->inside;
		play(e, o);
	}
}

/* ---- the clock --------------------------------------------------------------------------------------------------- */

/* The debouncer that is to be ticked first; `*t`: when. */
static struct entry *earliest(int64_t *t)
{
	struct entry *found = NULL;

	*t = DEBOUNCE_NEVER;
	for (size_t i = 0; i < n_entries; i++)
		if (entries[i].debounce) {
			int64_t mine = next_of(&entries[i]);

			if (mine < *t) {
				*t = mine;
				found = &entries[i];
			}
		}
	return found;
}

static void wake(struct entry *e)
{
	uint64_t before = e->invoked;

	tick(e->debounce, now);
	if (e->invoked == before)
		driver_complain("debounce_tick did not invoke fn at the time that debounce_next had given");
	if (next_of(e) <= now)
		driver_complain("debounce_next gives a time that has passed although debounce_tick was just called");
}

static void play_sleep(int64_t until)
{
	struct entry *e;
	int64_t t;

	while ((e = earliest(&t)) && t <= until) {
		if (t > now)
			now = t;
		wake(e);
	}
	now = until;
}

static int64_t read_number(int64_t min, int64_t max, const char *what)
{
	int64_t v = driver_read_i64();

	if (v < min || v > max)
		driver_bad_input(what);
	return v;
}

static int64_t read_until(void)
{
	return now + read_number(0, INT64_C(1000000000000000) - now, "a time, and a clock of at most 10^15,");
}

/* ---- operations of a test ---------------------------------------------------------------------------------------- */

static bool is(const char *word, size_t len, const char *expected)
{
	return len == strlen(expected) && memcmp(word, expected, len) == 0;
}

static struct entry *current_entry(void)
{
	if (current >= n_entries || !entries[current].debounce)
		driver_bad_input("there is no debouncer to work on: create or use");
	return &entries[current];
}

static void read_mode(struct debounce_options *options)
{
	size_t len;
	const char *word = driver_read_token(&len);

	options->leading = is(word, len, "leading") || is(word, len, "both");
	options->trailing = is(word, len, "trailing") || is(word, len, "both");
	if (!options->leading && !options->trailing && !is(word, len, "neither"))
		driver_bad_input("leading, trailing, both or neither");
}

static void play_create(void)
{
	static struct debounce_options options;
	struct debounce_options meant;
	struct entry *e = &entries[n_entries];
	int64_t delay = read_number(1, INT64_C(1000000000000), "a delay from 1 to 10^12");

	if (n_entries == DEBOUNCERS_MAX)
		driver_bad_input("at most 1000 debouncers");
	read_mode(&options);
	options.max_wait = read_number(0, INT64_C(1000000000000), "a max_wait from 0 to 10^12");
	current = n_entries++;
	e->inside_end = &e->inside;
	quiet = "debounce_create invoked fn";
	meant = options;
	e->debounce = create(invoked, e, delay, &options);
	quiet = NULL;
	if (options.leading != meant.leading || options.trailing != meant.trailing ||
	    options.max_wait != meant.max_wait)
		driver_complain("debounce_create changed the options that it was given");
	/* The place is the caller's and used for something else now. */
	options = (struct debounce_options){ !options.leading, !options.trailing, 1 };
	if (!e->debounce)
		driver_complain("debounce_create returned NULL");
}

static void release_entry(struct entry *e)
{
	void *d = e->debounce;

	e->debounce = NULL;
	quiet = "debounce_free invoked fn";
	release(d);
	quiet = NULL;
}

/* One of call, cancel, flush, tick, next, whose word was read; false: another word. */
static bool read_operation(const char *word, size_t len, struct operation *o)
{
	static const char *const words[] = {
		[CALL] = "call", [CANCEL] = "cancel", [FLUSH] = "flush", [TICK] = "tick", [NEXT] = "next"
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (is(word, len, words[i])) {
			*o = (struct operation){ .what = i };
			if (i == CALL)
				o->argument = driver_read_i64();
			return true;
		}
	return false;
}

static void play_inside(void)
{
	struct entry *e = current_entry();
	struct operation *o = driver_alloc(1, sizeof(*o));
	size_t len;
	const char *word = driver_read_token(&len);

	if (!read_operation(word, len, o))
		driver_bad_input("call, cancel, flush, tick or next");
	*e->inside_end = o;
	e->inside_end = &o->next;
}

static void play_next_line(void)
{
	struct operation o;
	size_t len;
	const char *word = driver_read_token(&len);

	if (read_operation(word, len, &o)) {
		play(current_entry(), &o);
	} else if (is(word, len, "sleep")) {
		play_sleep(read_until());
	} else if (is(word, len, "jump")) {
		now = read_until();
	} else if (is(word, len, "inside")) {
		play_inside();
	} else if (is(word, len, "create")) {
		play_create();
	} else if (is(word, len, "use")) {
		current = (size_t)read_number(1, DEBOUNCERS_MAX, "the number of a debouncer") - 1;
		current_entry();
	} else if (is(word, len, "free")) {
		release_entry(current_entry());
	} else {
		driver_bad_input("create, call, cancel, flush, tick, next, sleep, jump, inside, use or free");
	}
}

void driver_run(void)
{
	while (!driver_at_end())
		play_next_line();
	for (size_t i = 0; i < n_entries; i++)
		if (entries[i].debounce)
			release_entry(&entries[i]);
}
