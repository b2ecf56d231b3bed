/* time: n; space: 1; order: random */
#include "kernel.h"

/* Jobs in nodes that come and go; never more than 500. */
struct job {
	struct job *next;
	int value;
};

long kernel(int *values, int n)
{
	struct job *head = NULL, **end = &head;
	int live = 0;
	long sum = 0;

	for (int i = 0; i < n; i++) {
		struct job *fresh = claim(1, sizeof(*fresh));

		*fresh = (struct job){ NULL, values[i] };
		*end = fresh;
		end = &fresh->next;
		if (++live <= 500)
			continue;
		fresh = head;
		head = head->next;
		sum += fresh->value;
		free(fresh);
		live--;
	}
	while (head) {
		struct job *next = head->next;

		free(head);
		head = next;
	}
	return sum;
}
