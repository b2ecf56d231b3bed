/*
 * Trap: a call for each list: lists that are deep in each other do not fit into the stack.
 */
#include <stdlib.h>

struct output {
	int *numbers;
	size_t n, room;
};

static void walk(struct output *out, const struct nested *item)
{
	if (item->is_list) {
		for (size_t i = 0; i < item->count; i++)
			walk(out, &item->items[i]);
		return;
	}
	if (out->n == out->room) {
		out->room = out->room ? 2 * out->room : 16;
		out->numbers = realloc(out->numbers, out->room * sizeof(*out->numbers));
		if (!out->numbers)
			abort();
	}
	out->numbers[out->n++] = item->value;
}

int *flatten_list(const struct nested *root, size_t *count)
{
	struct output out = { 0 };

	walk(&out, root);
	*count = out.n;
	return out.numbers;
}
