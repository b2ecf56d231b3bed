/*
 * Trap: the time since which calls wait is kept as int, all others in 64 bits.
 */
#include <stdlib.h>

struct debounce {
	debounce_fn *fn;
	void *context;
	int64_t delay;
	struct debounce_options options;
	bool in_burst;
	bool waiting; /* a call of the burst, whose argument is kept */
	int64_t last_call;
	int waiting_since;
	int64_t argument;
};

struct debounce *debounce_create(debounce_fn *fn, void *context, int64_t delay, const struct debounce_options *options)
{
	struct debounce *d = calloc(1, sizeof(*d));

	if (!d)
		abort();
	d->fn = fn;
	d->context = context;
	d->delay = delay;
	d->options = *options;
	return d;
}

/* fn may call any of the functions here, so the state is right before it is invoked. */
static void invoke(struct debounce *d)
{
	d->waiting = false;
	d->fn(d->context, d->argument);
}

void debounce_tick(struct debounce *d, int64_t now)
{
	if (!d->in_burst)
		return;
	if (now >= d->last_call + d->delay) {
		d->in_burst = false;
		if (d->waiting)
			invoke(d);
	} else if (d->waiting && d->options.max_wait && now >= d->waiting_since + d->options.max_wait) {
		invoke(d);
	}
}

void debounce_call(struct debounce *d, int64_t now, int64_t argument)
{
	bool first;

	debounce_tick(d, now);
	first = !d->in_burst;
	d->in_burst = true;
	d->last_call = now;
	if (first && d->options.leading) {
		d->argument = argument;
		invoke(d);
	} else if (d->options.trailing) {
		d->argument = argument;
		if (!d->waiting)
			d->waiting_since = (int)now;
		d->waiting = true;
	}
}

void debounce_cancel(struct debounce *d, int64_t now)
{
	debounce_tick(d, now);
	d->in_burst = false;
	d->waiting = false;
}

void debounce_flush(struct debounce *d, int64_t now)
{
	debounce_tick(d, now);
	d->in_burst = false;
	if (d->waiting)
		invoke(d);
}

int64_t debounce_next(const struct debounce *d)
{
	int64_t end = d->last_call + d->delay;

	if (!d->waiting)
		return DEBOUNCE_NEVER;
	if (d->options.max_wait && d->waiting_since + d->options.max_wait < end)
		return d->waiting_since + d->options.max_wait;
	return end;
}

void debounce_free(struct debounce *d)
{
	free(d);
}
