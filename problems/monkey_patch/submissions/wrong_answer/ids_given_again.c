/*
 * Trap: the id is the place in the list, and the next patch gets the id of a removed one.
 */
#include <stdlib.h>

struct patch {
	struct patch *newer, *older;
	struct method method;
	int64_t id;
	size_t runs; /* that have not returned */
	bool live;
};

struct chain {
	struct patch *newest;
	struct method original;
};

struct methods {
	struct chain *chains;
	size_t n;
};

struct running {
	struct chain *chain;
	struct patch *patch; /* NULL: the original */
};

static void *need(void *p)
{
	if (!p)
		abort();
	return p;
}

static void take_out(struct chain *c, struct patch *p)
{
	if (p->newer)
		p->newer->older = p->older;
	else
		c->newest = p->older;
	if (p->older)
		p->older->newer = p->newer;
	free(p);
}

static void kill_patch(struct chain *c, struct patch *p)
{
	p->live = false;
	if (!p->runs)
		take_out(c, p);
}

/* Runs the newest live patch from p on. */
static int64_t run(struct chain *c, struct patch *p, int64_t argument)
{
	struct running running = { c, NULL };
	int64_t result;

	while (p && !p->live)
		p = p->older;
	if (!p)
		return c->original.fn(&running, c->original.context, argument);
	running.patch = p;
	p->runs++;
	result = p->method.fn(&running, p->method.context, argument);
	if (!--p->runs && !p->live)
		take_out(c, p);
	return result;
}

struct methods *methods_create(const struct method *originals, size_t n)
{
	struct methods *m = need(malloc(sizeof(*m)));

	m->chains = need(calloc(n, sizeof(*m->chains)));
	m->n = n;
	for (size_t i = 0; i < n; i++)
		m->chains[i].original = originals[i];
	return m;
}

int64_t methods_call(struct methods *m, size_t method, int64_t argument)
{
	return run(&m->chains[method], m->chains[method].newest, argument);
}

int64_t methods_original(struct running *running, int64_t argument)
{
	return run(running->chain, running->patch->older, argument);
}

int64_t methods_patch(struct methods *m, size_t method, const struct method *patch)
{
	struct chain *c = &m->chains[method];
	struct patch *p = need(malloc(sizeof(*p)));

	*p = (struct patch){ NULL, c->newest, *patch, (c->newest ? c->newest->id : 0) + 1, 0, true };
	if (c->newest)
		c->newest->newer = p;
	c->newest = p;
	return p->id;
}

bool methods_unpatch(struct methods *m, size_t method, int64_t id)
{
	struct chain *c = &m->chains[method];
	struct patch *p = c->newest;

	while (p && p->id != id)
		p = p->older;
	if (!p || !p->live)
		return false;
	kill_patch(c, p);
	return true;
}

size_t methods_restore(struct methods *m)
{
	size_t n = 0;

	for (size_t i = 0; i < m->n; i++)
		for (struct patch *p = m->chains[i].newest, *older; p; p = older) {
			older = p->older;
			if (!p->live)
				continue;
			kill_patch(&m->chains[i], p);
			n++;
		}
	return n;
}

void methods_free(struct methods *m)
{
	methods_restore(m);
	free(m->chains);
	free(m);
}
