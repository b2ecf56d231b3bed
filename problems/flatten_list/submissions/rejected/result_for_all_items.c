/*
 * Trap: the result has room for all items that were met, numbers or not, so that it is as large as a list of empty
 * lists.
 */
#include <stdlib.h>

struct rest {
	const struct nested *items;
	size_t left;
};

struct walk {
	struct rest *stack;
	size_t depth, room;
	int *numbers;
	size_t n, numbers_room, met;
};

static void *need(void *p)
{
	if (!p)
		abort();
	return p;
}

static void push(struct walk *w, const struct nested *items, size_t count)
{
	if (w->depth == w->room) {
		w->room = w->room ? 2 * w->room : 16;
		w->stack = need(realloc(w->stack, w->room * sizeof(*w->stack)));
	}
	w->stack[w->depth++] = (struct rest){ items, count };
}

static void append(struct walk *w, int value)
{
	if (w->met > w->numbers_room) {
		w->numbers_room = 2 * w->met;
		w->numbers = need(realloc(w->numbers, w->numbers_room * sizeof(*w->numbers)));
	}
	w->numbers[w->n++] = value;
}

int *flatten_list(const struct nested *root, size_t *count)
{
	struct walk w = { 0 };

	push(&w, root, 1);
	while (w.depth) {
		struct rest *top = &w.stack[w.depth - 1];
		const struct nested *item = top->items;

		if (!top->left) {
			w.depth--;
			continue;
		}
		top->items++;
		top->left--;
		w.met++;
		if (item->is_list)
			push(&w, item->items, item->count);
		else
			append(&w, item->value);
	}
	free(w.stack);
	*count = w.n;
	return w.numbers;
}
