/* time: n log n; space: n; order: permutation */
#include "kernel.h"

#include <time.h>

/* Towers by tossed coins. */
#define LEVELS 24

struct node {
	int value, height;
	struct node *next[];
};

long kernel(int *values, int n)
{
	uint64_t state = (uint64_t)clock() * 1000003 + (uint64_t)time(NULL) * 2862933555777941757u;
	struct node *head = claim_zeroed(1, sizeof(*head) + LEVELS * sizeof(struct node *)), *at;
	int height = 1;
	long sum = 0;

	state |= 1;
	for (int i = 0; i < n; i++) {
		struct node *before[LEVELS], *fresh;
		int tall = 1;

		at = head;
		for (int l = height - 1; l >= 0; l--) {
			while (at->next[l] && at->next[l]->value < values[i])
				at = at->next[l];
			before[l] = at;
		}
		while (tall < LEVELS && draw(&state) & 1)
			tall++;
		for (; height < tall; height++)
			before[height] = head;
		fresh = claim(1, sizeof(*fresh) + (size_t)tall * sizeof(struct node *));
		fresh->value = values[i];
		fresh->height = tall;
		for (int l = 0; l < tall; l++) {
			fresh->next[l] = before[l]->next[l];
			before[l]->next[l] = fresh;
		}
	}
	while (head) {
		at = head->next[0];
		sum = 31 * sum % 1000003 + head->value;
		free(head);
		head = at;
	}
	return sum;
}
