/*
 * Trap: a queue instead of a stack: the numbers come level by level.
 */
#include <stdlib.h>

static void *need(void *p)
{
	if (!p)
		abort();
	return p;
}

int *flatten_list(const struct nested *root, size_t *count)
{
	const struct nested **queue = need(malloc(sizeof(*queue)));
	size_t queued = 1, room = 1;
	int *numbers = NULL;

	*count = 0;
	queue[0] = root;
	for (size_t i = 0; i < queued; i++) {
		const struct nested *item = queue[i];

		if (!item->is_list) {
			if (!(*count & (*count - 1)))
				numbers = need(realloc(numbers, (*count ? 2 * *count : 1) * sizeof(*numbers)));
			numbers[(*count)++] = item->value;
			continue;
		}
		for (size_t j = 0; j < item->count; j++) {
			if (queued == room) {
				room *= 2;
				queue = need(realloc(queue, room * sizeof(*queue)));
			}
			queue[queued++] = &item->items[j];
		}
	}
	free(queue);
	return numbers;
}
