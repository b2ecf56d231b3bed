/*
 * Design: an array of patches for each method, in the order of their ids. A function that runs knows its id and where
 * it stood; since patches only move to the front there, the next older one is found from that place, whatever was
 * removed meanwhile. Nothing of a removed patch is kept, and an array that is hardly used gives room back.
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
	size_t place;
	int64_t id;
};

/* Runs the newest one that is older than `id`; it stands before `place`. */
static int64_t run_below(struct chain *c, size_t place, int64_t id, int64_t argument)
{
	struct running running = { c, 0, 0 };
	struct method method = c->original;

	if (place > c->n)
		place = c->n;
	while (place > 0 && c->patches[place - 1].id >= id)
		place--;
	if (place > 0) {
		running.place = place - 1;
		running.id = c->patches[place - 1].id;
		method = c->patches[place - 1].method;
	}
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
	return run_below(&m->chains[method], SIZE_MAX, INT64_MAX, argument);
}

int64_t methods_original(struct running *running, int64_t argument)
{
	return run_below(running->chain, running->place, running->id, argument);
}

static void set_room(struct chain *c, size_t room)
{
	c->room = room;
	c->patches = realloc(c->patches, room * sizeof(*c->patches));
	if (!c->patches)
		abort();
}

int64_t methods_patch(struct methods *m, size_t method, const struct method *patch)
{
	struct chain *c = &m->chains[method];

	if (c->n == c->room)
		set_room(c, c->room ? 2 * c->room : 4);
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
	if (c->room > 4 && c->n <= c->room / 4)
		set_room(c, c->room / 2);
	return true;
}

size_t methods_restore(struct methods *m)
{
	size_t n = 0;

	for (size_t i = 0; i < m->n; i++) {
		n += m->chains[i].n;
		free(m->chains[i].patches);
		m->chains[i].patches = NULL;
		m->chains[i].n = m->chains[i].room = 0;
	}
	return n;
}

void methods_free(struct methods *m)
{
	for (size_t i = 0; i < m->n; i++)
		free(m->chains[i].patches);
	free(m);
}
