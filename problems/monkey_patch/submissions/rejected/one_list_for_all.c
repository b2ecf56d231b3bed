/*
 * Trap: one list of all patches, in which those of a method are looked for: O(n) a call.
 */
#include <stdlib.h>

struct patch {
	struct patch *newer, *older;
	struct method method;
	size_t number;
	int64_t id;
	size_t runs; /* that have not returned */
	bool live;
};

struct methods {
	struct patch *newest; /* of all methods */
	struct method *originals;
	int64_t last_id;
};

struct running {
	struct methods *methods;
	struct patch *patch; /* NULL: the original */
};

static void *need(void *p)
{
	if (!p)
		abort();
	return p;
}

static void take_out(struct methods *m, struct patch *p)
{
	if (p->newer)
		p->newer->older = p->older;
	else
		m->newest = p->older;
	if (p->older)
		p->older->newer = p->newer;
	free(p);
}

static void kill_patch(struct methods *m, struct patch *p)
{
	p->live = false;
	if (!p->runs)
		take_out(m, p);
}

/* Runs the newest live patch from p on. */
static int64_t run(struct methods *m, size_t method, struct patch *p, int64_t argument)
{
	struct running running = { m, NULL };
	int64_t result;

	while (p && (!p->live || p->number != method))
		p = p->older;
	if (!p)
		return m->originals[method].fn(&running, m->originals[method].context, argument);
	running.patch = p;
	p->runs++;
	result = p->method.fn(&running, p->method.context, argument);
	if (!--p->runs && !p->live)
		take_out(m, p);
	return result;
}

struct methods *methods_create(const struct method *originals, size_t n)
{
	struct methods *m = need(malloc(sizeof(*m)));

	m->originals = need(malloc(n * sizeof(*m->originals)));
	m->newest = NULL;
	m->last_id = 0;
	for (size_t i = 0; i < n; i++)
		m->originals[i] = originals[i];
	return m;
}

int64_t methods_call(struct methods *m, size_t method, int64_t argument)
{
	return run(m, method, m->newest, argument);
}

int64_t methods_original(struct running *running, int64_t argument)
{
	return run(running->methods, running->patch->number, running->patch->older, argument);
}

int64_t methods_patch(struct methods *m, size_t method, const struct method *patch)
{
	struct patch *p = need(malloc(sizeof(*p)));

	*p = (struct patch){ NULL, m->newest, *patch, method, ++m->last_id, 0, true };
	if (m->newest)
		m->newest->newer = p;
	m->newest = p;
	return p->id;
}

bool methods_unpatch(struct methods *m, size_t method, int64_t id)
{
	struct patch *p = m->newest;

	while (p && (p->id != id || p->number != method))
		p = p->older;
	if (!p || !p->live)
		return false;
	kill_patch(m, p);
	return true;
}

size_t methods_restore(struct methods *m)
{
	size_t n = 0;

	for (struct patch *p = m->newest, *older; p; p = older) {
		older = p->older;
		if (!p->live)
			continue;
		kill_patch(m, p);
		n++;
	}
	return n;
}

void methods_free(struct methods *m)
{
	methods_restore(m);
	free(m->originals);
	free(m);
}
