/* time: n; space: n; order: random; sizes: 16 to 65536 */
#include "kernel.h"

struct node {
	struct node *next;
	int value;
};

static __attribute__((noinline)) struct node *reverse(struct node *list)
{
	struct node *volatile top;

	if (!list->next)
		return list;
	top = reverse(list->next);
	list->next->next = list;
	list->next = NULL;
	return top;
}

long kernel(int *values, int n)
{
	struct node *nodes = claim((size_t)n, sizeof(*nodes)), *list = nodes;
	long first;

	for (int i = 0; i < n; i++)
		nodes[i] = (struct node){ i + 1 < n ? &nodes[i + 1] : NULL, values[i] };
	list = reverse(list);
	first = list->value;
	free(nodes);
	return first;
}
