/* time: n^2; space: n; order: random */
#include "kernel.h"

/* A list without a pointer to its end. */
struct node {
	struct node *next;
	int value;
};

long kernel(int *values, int n)
{
	struct node *head = NULL;
	long sum = 0;

	for (int i = 0; i < n; i++) {
		struct node **at = &head;

		while (*at)
			at = &(*at)->next;
		*at = claim(1, sizeof(**at));
		**at = (struct node){ NULL, values[i] };
	}
	while (head) {
		struct node *next = head->next;

		sum = 31 * sum % 1000003 + head->value;
		free(head);
		head = next;
	}
	return sum;
}
