/*
 * Trap: the history holds the whole text after each edit: O(n^2) memory and time for n edits.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct bytes {
	char *data;
	size_t room;
};

struct edit {
	char *text;
	size_t length;
};

typedef struct {
	struct bytes text;
	size_t length; /* of the text */
	struct edit *log;
	size_t done, n, room; /* edits: that are done, with the undone ones, that there is room for */
} Editor;

static void make_room(struct bytes *b, size_t size)
{
	if (size <= b->room)
		return;
	b->room = size < 32 ? 64 : 2 * size;
	b->data = realloc(b->data, b->room);
	if (!b->data)
		abort();
}

static void append(Editor *e, const char *s, size_t n)
{
	make_room(&e->text, e->length + n);
	memcpy(e->text.data + e->length, s, n);
	e->length += n;
}

/* After the edit. */
static void record(Editor *e)
{
	char *copy = malloc(e->length + 1);

	if (!copy)
		abort();
	memcpy(copy, e->text.data, e->length);
	while (e->n > e->done)
		free(e->log[--e->n].text);
	if (e->done == e->room) {
		e->room = e->room ? 2 * e->room : 16;
		e->log = realloc(e->log, e->room * sizeof(*e->log));
		if (!e->log)
			abort();
	}
	e->log[e->done++] = (struct edit){ copy, e->length };
	e->n = e->done;
}

static void show_current(Editor *e)
{
	e->length = 0;
	if (e->done)
		append(e, e->log[e->done - 1].text, e->log[e->done - 1].length);
}

Editor *editor_create(void)
{
	return calloc(1, sizeof(Editor));
}

void editor_type(Editor *e, const char *s)
{
	size_t n = strlen(s);

	if (n == 0)
		return;
	append(e, s, n);
	record(e);
}

size_t editor_erase(Editor *e, size_t k)
{
	if (k > e->length)
		k = e->length;
	if (k == 0)
		return 0;
	e->length -= k;
	record(e);
	return k;
}

bool editor_undo(Editor *e)
{
	if (e->done == 0)
		return false;
	e->done--;
	show_current(e);
	return true;
}

bool editor_redo(Editor *e)
{
	if (e->done == e->n)
		return false;
	e->done++;
	show_current(e);
	return true;
}

size_t editor_length(const Editor *e)
{
	return e->length;
}

void editor_text(const Editor *e, char *buffer)
{
	if (e->length)
		memcpy(buffer, e->text.data, e->length);
	buffer[e->length] = '\0';
}

void editor_free(Editor *e)
{
	free(e->text.data);
	while (e->n)
		free(e->log[--e->n].text);
	free(e->log);
	free(e);
}
