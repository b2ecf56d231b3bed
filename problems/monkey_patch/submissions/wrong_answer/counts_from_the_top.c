/*
 * Trap: a running patch knows only how far from the top it stood, which is wrong when others were made or removed
 * meanwhile.
 */
#include <stdlib.h>
#include <string.h>

struct patch {
	int64_t id;
	struct method method;
};

struct chain {
	struct patch *patches;
	size_t n, room;
	struct method original;
};

struct methods {
	int64_t next_id;
	size_t n;
	struct chain chains[];
};

struct running {
	struct chain *chain;
	size_t from_the_top;
};

static int64_t run(struct chain *c, size_t from_the_top, int64_t argument)
{
	struct running running = { c, from_the_top };
	struct method method = from_the_top < c->n ? c->patches[c->n - 1 - from_the_top].method : c->original;

	return method.fn(&running, method.context, argument);
}

struct methods *methods_create(const struct method *originals, size_t n)
{
	struct methods *m = calloc(1, sizeof(*m) + n * sizeof(m->chains[0]));

	if (!m)
		abort();
	m->n = n;
	m->next_id = 1;
	for (size_t i = 0; i < n; i++)
		m->chains[i].original = originals[i];
	return m;
}

int64_t methods_call(struct methods *m, size_t method, int64_t argument)
{
	return run(&m->chains[method], 0, argument);
}

int64_t methods_original(struct running *running, int64_t argument)
{
	return run(running->chain, running->from_the_top + 1, argument);
}

int64_t methods_patch(struct methods *m, size_t method, const struct method *patch)
{
	struct chain *c = &m->chains[method];

	if (c->n == c->room) {
		c->room = c->room ? 2 * c->room : 4;
		c->patches = realloc(c->patches, c->room * sizeof(*c->patches));
		if (!c->patches)
			abort();
	}
	c->patches[c->n++] = (struct patch){ m->next_id, *patch };
	return m->next_id++;
}

bool methods_unpatch(struct methods *m, size_t method, int64_t id)
{
	struct chain *c = &m->chains[method];
	size_t low = 0, high = c->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (c->patches[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == c->n || c->patches[low].id != id)
		return false;
	c->n--;
	memmove(&c->patches[low], &c->patches[low + 1], (c->n - low) * sizeof(*c->patches));
	return true;
}

size_t methods_restore(struct methods *m)
{
	size_t n = 0;

	for (size_t i = 0; i < m->n; i++) {
		n += m->chains[i].n;
		m->chains[i].n = 0;
	}
	return n;
}

void methods_free(struct methods *m)
{
	for (size_t i = 0; i < m->n; i++)
		free(m->chains[i].patches);
	free(m);
}
