/*
 * Trap: a call for each list that is not the last item of the one around it, and a jump to the last one. Lists that are
 * first items, deep in each other, do not fit into the stack.
 */
#include <stdlib.h>

struct output {
	int *numbers;
	size_t n, room;
};

static void walk(struct output *out, const struct nested *item)
{
	while (item->is_list) {
		if (!item->count)
			return;
		for (size_t i = 0; i + 1 < item->count; i++)
			walk(out, &item->items[i]);
		item = &item->items[item->count - 1];
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
