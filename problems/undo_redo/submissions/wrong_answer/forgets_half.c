/*
 * Trap: when a million edits are remembered, the older half of them is forgotten.
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
	bool typed;
	size_t start, length; /* of its characters in the journal */
};

typedef struct {
	struct bytes text, journal;
	size_t length; /* of the text */
	struct edit *log;
	size_t forgotten;     /* edits at the beginning of the log that cannot be undone any more */
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

static void record(Editor *e, bool typed, const char *s, size_t n)
{
	size_t start = 0;

	if (e->done) {
		const struct edit *last = &e->log[e->done - 1];

		start = last->start + last->length;
	}
	make_room(&e->journal, start + n);
	memcpy(e->journal.data + start, s, n);
	if (e->done == e->room) {
		e->room = e->room ? 2 * e->room : 16;
		e->log = realloc(e->log, e->room * sizeof(*e->log));
		if (!e->log)
			abort();
	}
	e->log[e->done++] = (struct edit){ typed, start, n };
	e->n = e->done;
	if (e->n - e->forgotten == 1000000)
		e->forgotten += 500000;
}

static void put_or_take(Editor *e, const struct edit *edit, bool put)
{
	if (put)
		append(e, e->journal.data + edit->start, edit->length);
	else
		e->length -= edit->length;
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
	record(e, true, s, n);
	append(e, s, n);
}

size_t editor_erase(Editor *e, size_t k)
{
	if (k > e->length)
		k = e->length;
	if (k == 0)
		return 0;
	record(e, false, e->text.data + e->length - k, k);
	e->length -= k;
	return k;
}

bool editor_undo(Editor *e)
{
	if (e->done == e->forgotten)
		return false;
	e->done--;
	put_or_take(e, &e->log[e->done], !e->log[e->done].typed);
	return true;
}

bool editor_redo(Editor *e)
{
	if (e->done == e->n)
		return false;
	put_or_take(e, &e->log[e->done], e->log[e->done].typed);
	e->done++;
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
	free(e->journal.data);
	free(e->log);
	free(e);
}
