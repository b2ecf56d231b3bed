/*
 * debounce: invoke a function once for a burst of calls. `judge show debounce` prints the task.
 *
 * Declared before your code: DEBOUNCE_NEVER, debounce_fn (void (void *context, int64_t argument)), and
 * struct debounce_options { bool leading; bool trailing; int64_t max_wait; }.
 */
#include <stdint.h>
#include <stdlib.h>

struct debounce {
	int64_t delay; /* yours */
};

struct debounce *debounce_create(debounce_fn *fn, void *context, int64_t delay, const struct debounce_options *options)
{
	struct debounce *d = malloc(sizeof(*d));

	(void)fn;
	(void)context;
	(void)options;
	if (!d)
		abort();
	d->delay = delay;
	return d;
}

void debounce_call(struct debounce *d, int64_t now, int64_t argument)
{
	(void)d;
	(void)now;
	(void)argument;
}

void debounce_cancel(struct debounce *d, int64_t now)
{
	(void)d;
	(void)now;
}

void debounce_flush(struct debounce *d, int64_t now)
{
	(void)d;
	(void)now;
}

void debounce_tick(struct debounce *d, int64_t now)
{
	(void)d;
	(void)now;
}

int64_t debounce_next(const struct debounce *d)
{
	(void)d;
	return DEBOUNCE_NEVER;
}

void debounce_free(struct debounce *d)
{
	free(d);
}
