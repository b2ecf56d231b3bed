/*
 * Trap: two stacks of edits and one text, which has room for four million characters from the start: its space does not
 * grow, and is in no proportion to a short text.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct edit {
	struct edit *below;
	bool typed;
	size_t n;
	char chars[];
};

#define ROOM_FIRST (1 << 22)

typedef struct {
	char *text;
	size_t length, room;
	struct edit *done, *undone;
} Editor;

static void push(struct edit **stack, struct edit *edit)
{
	edit->below = *stack;
	*stack = edit;
}

static struct edit *pop(struct edit **stack)
{
	struct edit *edit = *stack;

	if (edit)
		*stack = edit->below;
	return edit;
}

static void clear(struct edit **stack)
{
	struct edit *edit;

	while ((edit = pop(stack)) != NULL)
		free(edit);
}

static void append(Editor *e, const char *s, size_t n)
{
	if (e->length + n > e->room) {
		e->room = 2 * (e->length + n);
		e->text = realloc(e->text, e->room);
		if (!e->text)
			abort();
	}
	memcpy(e->text + e->length, s, n);
	e->length += n;
}

static void record(Editor *e, bool typed, const char *s, size_t n)
{
	struct edit *edit = malloc(sizeof(*edit) + n);

	if (!edit)
		abort();
	edit->typed = typed;
	edit->n = n;
	memcpy(edit->chars, s, n);
	clear(&e->undone);
	push(&e->done, edit);
}

Editor *editor_create(void)
{
	Editor *e = calloc(1, sizeof(*e));

	if (!e)
		abort();
	e->room = ROOM_FIRST;
	e->text = malloc(e->room);
	if (!e->text)
		abort();
	return e;
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
	size_t n = k < e->length ? k : e->length;

	if (n == 0)
		return 0;
	e->length -= n;
	record(e, false, e->text + e->length, n);
	return n;
}

bool editor_undo(Editor *e)
{
	struct edit *edit = pop(&e->done);

	if (!edit)
		return false;
	if (edit->typed)
		e->length -= edit->n;
	else
		append(e, edit->chars, edit->n);
	push(&e->undone, edit);
	return true;
}

bool editor_redo(Editor *e)
{
	struct edit *edit = pop(&e->undone);

	if (!edit)
		return false;
	if (edit->typed)
		append(e, edit->chars, edit->n);
	else
		e->length -= edit->n;
	push(&e->done, edit);
	return true;
}

size_t editor_length(const Editor *e)
{
	return e->length;
}

void editor_text(const Editor *e, char *buffer)
{
	if (e->length)
		memcpy(buffer, e->text, e->length);
	buffer[e->length] = '\0';
}

void editor_free(Editor *e)
{
	clear(&e->done);
	clear(&e->undone);
	free(e->text);
	free(e);
}
