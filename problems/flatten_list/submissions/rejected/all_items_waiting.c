/*
 * Trap: all items of a list wait on the stack at once, the last one first: O(n) space for a list of n items, whatever
 * the depth is.
 */
#include <stdlib.h>

struct stack {
	const struct nested **items;
	size_t n, room;
};

static void *need(void *p)
{
	if (!p)
		abort();
	return p;
}

static void push(struct stack *s, const struct nested *item)
{
	if (s->n == s->room) {
		s->room = s->room ? 2 * s->room : 16;
		s->items = need(realloc(s->items, s->room * sizeof(*s->items)));
	}
	s->items[s->n++] = item;
}

int *flatten_list(const struct nested *root, size_t *count)
{
	struct stack s = { 0 };
	int *numbers = NULL;
	size_t n = 0, room = 0;

	push(&s, root);
	while (s.n) {
		const struct nested *item = s.items[--s.n];

		if (item->is_list) {
			for (size_t i = item->count; i > 0; i--)
				push(&s, &item->items[i - 1]);
			continue;
		}
		if (n == room) {
			room = room ? 2 * room : 16;
			numbers = need(realloc(numbers, room * sizeof(*numbers)));
		}
		numbers[n++] = item->value;
	}
	free(s.items);
	*count = n;
	return numbers;
}
