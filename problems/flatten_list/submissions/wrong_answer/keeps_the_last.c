/*
 * Trap: the numbers are gathered in a place that is not emptied, so that the next call finds those of the last one.
 */
#include <stdlib.h>

static int gathered[1 << 20];
static size_t n_gathered;

struct rest {
	const struct nested *items;
	size_t left;
};

int *flatten_list(const struct nested *root, size_t *count)
{
	size_t depth = 0, room = 16;
	struct rest *stack = malloc(room * sizeof(*stack));
	int *numbers;

	stack[depth++] = (struct rest){ root, 1 };
	while (depth) {
		struct rest *top = &stack[depth - 1];
		const struct nested *item = top->items;

		if (!top->left) {
			depth--;
			continue;
		}
		top->items++;
		top->left--;
		if (!item->is_list) {
			gathered[n_gathered++] = item->value;
			continue;
		}
		if (depth == room) {
			room *= 2;
			stack = realloc(stack, room * sizeof(*stack));
		}
		stack[depth++] = (struct rest){ item->items, item->count };
	}
	free(stack);
	numbers = malloc((n_gathered + 1) * sizeof(*numbers));
	for (size_t i = 0; i < n_gathered; i++)
		numbers[i] = gathered[i];
	*count = n_gathered;
	return numbers;
}
