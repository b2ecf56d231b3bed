/* time: n log n; space: n; order: random */
#include "kernel.h"

struct node {
	struct node *next;
	int value;
};

static struct node *sort(struct node *list, int n)
{
	struct node *left, *right = list, *sorted = NULL, **end = &sorted;

	if (n == 1) {
		list->next = NULL;
		return list;
	}
	for (int i = 0; i < n / 2; i++)
		right = right->next;
	right = sort(right, n - n / 2);
	left = sort(list, n / 2);
	while (left && right) {
		struct node **least = right->value < left->value ? &right : &left;

		*end = *least;
		end = &(*end)->next;
		*least = (*least)->next;
	}
	*end = left ? left : right;
	return sorted;
}

long kernel(int *values, int n)
{
	struct node *list = NULL;
	long sum = 0;

	for (int i = 0; i < n; i++) {
		struct node *fresh = claim(1, sizeof(*fresh));

		*fresh = (struct node){ list, values[i] };
		list = fresh;
	}
	list = sort(list, n);
	for (int i = 0; list; i++) {
		struct node *next = list->next;

		sum += i % 2 ? list->value : -list->value;
		free(list);
		list = next;
	}
	return sum;
}
