/*
 * Design: a list whose last item is taken leaves the stack before that item is looked at, so that a chain of last
 * items needs no stack at all. The output is gathered in blocks of equal size and joined at the end.
 */
#include <stdlib.h>
#include <string.h>

#define BLOCK 1024

struct block {
	struct block *before;
	int numbers[BLOCK];
};

struct range {
	const struct nested *next, *last;
};

static void *need(void *p)
{
	if (!p)
		abort();
	return p;
}

static int *joined(struct block *last, size_t n)
{
	int *numbers = need(malloc((n ? n : 1) * sizeof(*numbers)));

	while (last) {
		struct block *before = last->before;
		size_t in_block = n % BLOCK ? n % BLOCK : BLOCK;

		n -= in_block;
		memcpy(numbers + n, last->numbers, in_block * sizeof(*numbers));
		free(last);
		last = before;
	}
	return numbers;
}

int *flatten_list(const struct nested *root, size_t *count)
{
	struct range *stack = NULL;
	struct block *block = NULL;
	size_t depth = 0, room = 0, n = 0;
	const struct nested *item = root;

	for (;;) {
		if (item->is_list && item->count) {
			if (item->count > 1) {
				if (depth == room) {
					room = room ? room + room / 2 : 8;
					stack = need(realloc(stack, room * sizeof(*stack)));
				}
				stack[depth++] = (struct range){ item->items + 1, item->items + item->count - 1 };
			}
			item = item->items;
			continue;
		}
		if (!item->is_list) {
			if (n % BLOCK == 0) {
				struct block *fresh = need(malloc(sizeof(*fresh)));

				fresh->before = block;
				block = fresh;
			}
			block->numbers[n++ % BLOCK] = item->value;
		}
		if (!depth)
			break;
		item = stack[depth - 1].next++;
		if (item == stack[depth - 1].last)
			depth--;
	}
	free(stack);
	*count = n;
	return joined(block, n);
}
