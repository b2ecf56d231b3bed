/* time: n; space: n; order: random */
#include "kernel.h"

struct node {
	struct node *next;
	int value;
};

long kernel(int *values, int n)
{
	struct node *head = NULL;
	long sum = 0;

	for (int i = 0; i < n; i++) {
		struct node *fresh = claim(1, sizeof(*fresh));

		*fresh = (struct node){ head, values[i] };
		head = fresh;
	}
	while (head) {
		struct node *next = head->next;

		sum += head->value;
		free(head);
		head = next;
	}
	return sum;
}
