/*
 * Trap: cancel does not free the call that waited.
 */
#include <stdlib.h>

enum { QUIET, LATEST, TIMERS };

struct waiting {
	int64_t argument;
};

struct debounce {
	debounce_fn *fn;
	void *context;
	int64_t spans[TIMERS]; /* DEBOUNCE_NEVER: the timer is never set */
	int64_t timers[TIMERS];
	bool leading, trailing;
	struct waiting *waiting;
};

static void set(struct debounce *d, int timer, int64_t now)
{
	d->timers[timer] = d->spans[timer] == DEBOUNCE_NEVER ? DEBOUNCE_NEVER : now + d->spans[timer];
}

static void stop(struct debounce *d, int timer)
{
	d->timers[timer] = DEBOUNCE_NEVER;
}

/* Takes out what waits. */
static struct waiting *taken(struct debounce *d)
{
	struct waiting *w = d->waiting;

	d->waiting = NULL;
	stop(d, LATEST);
	return w;
}

static void deliver(struct debounce *d, struct waiting *w)
{
	int64_t argument;

	if (!w)
		return;
	argument = w->argument;
	free(w);
	d->fn(d->context, argument);
}

struct debounce *debounce_create(debounce_fn *fn, void *context, int64_t delay, const struct debounce_options *options)
{
	struct debounce *d = malloc(sizeof(*d));

	if (!d)
		abort();
	*d = (struct debounce){ .fn = fn,
				.context = context,
				.spans = { delay, options->max_wait ? options->max_wait : DEBOUNCE_NEVER },
				.timers = { DEBOUNCE_NEVER, DEBOUNCE_NEVER },
				.leading = options->leading,
				.trailing = options->trailing };
	return d;
}

void debounce_tick(struct debounce *d, int64_t now)
{
	if (d->timers[QUIET] <= now) {
		stop(d, QUIET);
		deliver(d, taken(d));
	} else if (d->timers[LATEST] <= now) {
		deliver(d, taken(d));
	}
}

void debounce_call(struct debounce *d, int64_t now, int64_t argument)
{
	bool opens;

	debounce_tick(d, now);
	opens = d->timers[QUIET] == DEBOUNCE_NEVER;
	set(d, QUIET, now);
	if (opens && d->leading) {
		d->fn(d->context, argument);
		return;
	}
	if (!d->trailing)
		return;
	if (!d->waiting) {
		d->waiting = malloc(sizeof(*d->waiting));
		if (!d->waiting)
			abort();
		set(d, LATEST, now);
	}
	d->waiting->argument = argument;
}

void debounce_cancel(struct debounce *d, int64_t now)
{
	debounce_tick(d, now);
	stop(d, QUIET);
	taken(d);
}

void debounce_flush(struct debounce *d, int64_t now)
{
	debounce_tick(d, now);
	stop(d, QUIET);
	deliver(d, taken(d));
}

int64_t debounce_next(const struct debounce *d)
{
	if (!d->waiting)
		return DEBOUNCE_NEVER;
	return d->timers[LATEST] < d->timers[QUIET] ? d->timers[LATEST] : d->timers[QUIET];
}

void debounce_free(struct debounce *d)
{
	free(d->waiting);
	free(d);
}
