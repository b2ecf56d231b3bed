/*
 * Design: an iterator over the numbers is run twice: the first time they are counted, the second time stored, so that
 * the output has its size from the beginning. The iterator's stack is a list of frames.
 */
#include <stdlib.h>

struct frame {
	struct frame *outer;
	const struct nested *list;
	size_t next;
};

static struct frame *entered(struct frame *outer, const struct nested *list)
{
	struct frame *f = malloc(sizeof(*f));

	if (!f)
		abort();
	*f = (struct frame){ outer, list, 0 };
	return f;
}

/* The next number, or NULL when all lists are done. */
static const struct nested *next_number(struct frame **top)
{
	while (*top) {
		struct frame *f = *top;

		if (f->next == f->list->count) {
			*top = f->outer;
			free(f);
		} else if (f->list->items[f->next].is_list) {
			*top = entered(f, &f->list->items[f->next++]);
		} else {
			return &f->list->items[f->next++];
		}
	}
	return NULL;
}

static size_t walk(const struct nested *root, int *numbers)
{
	struct frame *top = entered(NULL, root);
	const struct nested *number;
	size_t n = 0;

	while ((number = next_number(&top))) {
		if (numbers)
			numbers[n] = number->value;
		n++;
	}
	return n;
}

int *flatten_list(const struct nested *root, size_t *count)
{
	const struct nested outside = { .is_list = true, .count = 1, .items = (struct nested *)root };
	int *numbers;

	*count = walk(&outside, NULL);
	if (!*count)
		return NULL;
	numbers = malloc(*count * sizeof(*numbers));
	if (!numbers)
		abort();
	walk(&outside, numbers);
	return numbers;
}
