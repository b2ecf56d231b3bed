/*
 * Trap: the stack grows by one place for each list, and each time it may be copied: O(n^2).
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
	size_t n, numbers_room;
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
		w->room++;
		w->stack = need(realloc(w->stack, w->room * sizeof(*w->stack)));
	}
	w->stack[w->depth++] = (struct rest){ items, count };
}

static void append(struct walk *w, int value)
{
	if (w->n == w->numbers_room) {
		w->numbers_room = w->numbers_room ? 2 * w->numbers_room : 16;
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
		if (item->is_list)
			push(&w, item->items, item->count);
		else
			append(&w, item->value);
	}
	free(w.stack);
	*count = w.n;
	return w.numbers;
}
