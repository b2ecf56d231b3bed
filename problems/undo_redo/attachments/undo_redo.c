/*
 * undo_redo: the text of an editor with its history. `judge show undo_redo` prints the task.
 *
 * The names and types of the eight functions are fixed; what Editor holds is yours.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

typedef struct {
	size_t length;
} Editor;

Editor *editor_create(void)
{
	return calloc(1, sizeof(Editor));
}

void editor_type(Editor *e, const char *s)
{
	(void)e;
	(void)s;
}

size_t editor_erase(Editor *e, size_t k)
{
	(void)e;
	(void)k;
	return 0;
}

bool editor_undo(Editor *e)
{
	(void)e;
	return false;
}

bool editor_redo(Editor *e)
{
	(void)e;
	return false;
}

size_t editor_length(const Editor *e)
{
	return e->length;
}

void editor_text(const Editor *e, char *buffer)
{
	(void)e;
	buffer[0] = '\0';
}

void editor_free(Editor *e)
{
	free(e);
}
