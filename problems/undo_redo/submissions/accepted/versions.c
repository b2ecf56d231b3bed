/*
 * Design: every version of the text that can still be reached is there, all at once. A version is its last letter, and
 * each letter knows the one before it, so that versions share what they have in common. Typing adds letters, erasing
 * walks back over some, undo and redo only choose another version. A new edit drops the versions behind the current
 * one; the letters that came with them are used by no other.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct letter {
	const struct letter *before;
	char c;
};

struct version {
	const struct letter *last;
	size_t length;
	struct letter *typed; /* the letters that came with it */
};

typedef struct {
	struct version *versions; /* [0] is the empty text */
	size_t current, n, room;
} Editor;

static void drop_later(Editor *e)
{
	while (e->n > e->current + 1)
		free(e->versions[--e->n].typed);
}

static void add_version(Editor *e, struct version v)
{
	drop_later(e);
	if (e->n == e->room) {
		e->room *= 2;
		e->versions = realloc(e->versions, e->room * sizeof(*e->versions));
		if (!e->versions)
			abort();
	}
	e->versions[e->n++] = v;
	e->current++;
}

Editor *editor_create(void)
{
	Editor *e = malloc(sizeof(*e));

	if (!e)
		return NULL;
	e->room = 8;
	e->n = 1;
	e->current = 0;
	e->versions = calloc(e->room, sizeof(*e->versions));
	if (!e->versions) {
		free(e);
		return NULL;
	}
	return e;
}

void editor_type(Editor *e, const char *s)
{
	struct version v = e->versions[e->current];
	size_t n = strlen(s);

	if (n == 0)
		return;
	v.typed = malloc(n * sizeof(*v.typed));
	if (!v.typed)
		abort();
	for (size_t i = 0; i < n; i++) {
		v.typed[i] = (struct letter){ v.last, s[i] };
		v.last = &v.typed[i];
	}
	v.length += n;
	add_version(e, v);
}

size_t editor_erase(Editor *e, size_t k)
{
	struct version v = e->versions[e->current];

	if (k > v.length)
		k = v.length;
	if (k == 0)
		return 0;
	for (size_t i = 0; i < k; i++)
		v.last = v.last->before;
	v.length -= k;
	v.typed = NULL;
	add_version(e, v);
	return k;
}

bool editor_undo(Editor *e)
{
	if (e->current == 0)
		return false;
	e->current--;
	return true;
}

bool editor_redo(Editor *e)
{
	if (e->current + 1 == e->n)
		return false;
	e->current++;
	return true;
}

size_t editor_length(const Editor *e)
{
	return e->versions[e->current].length;
}

void editor_text(const Editor *e, char *buffer)
{
	const struct version *v = &e->versions[e->current];
	size_t i = v->length;

	buffer[i] = '\0';
	for (const struct letter *l = v->last; l; l = l->before)
		buffer[--i] = l->c;
}

void editor_free(Editor *e)
{
	e->current = 0;
	drop_later(e);
	free(e->versions);
	free(e);
}
