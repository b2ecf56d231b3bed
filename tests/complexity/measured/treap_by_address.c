/* time: n log n; space: n; order: zigzag */
#include "kernel.h"

/* Priorities are made of the nodes' own addresses; split and join instead of rotations. */
struct node {
	struct node *left, *right;
	int value;
};

static uint64_t priority(const struct node *t)
{
	uint64_t x = (uintptr_t)t;

	x = (x ^ x >> 15) * UINT64_C(0xd6e8feb86659fd93);
	x = (x ^ x >> 32) * UINT64_C(0xd6e8feb86659fd93);
	return x ^ x >> 29;
}

static void split(struct node *t, int value, struct node **less, struct node **more)
{
	while (t) {
		if (t->value < value) {
			*less = t;
			less = &t->right;
			t = t->right;
		} else {
			*more = t;
			more = &t->left;
			t = t->left;
		}
	}
	*less = *more = NULL;
}

long kernel(int *values, int n)
{
	struct node *root = NULL, *stack = NULL;
	long n_left = 0, deep = 0;

	for (int i = 0; i < n; i++) {
		struct node *fresh = claim_zeroed(1, sizeof(*fresh)), **at = &root;

		fresh->value = values[i];
		while (*at && priority(*at) > priority(fresh)) {
			at = fresh->value < (*at)->value ? &(*at)->left : &(*at)->right;
			deep++;
		}
		split(*at, fresh->value, &fresh->left, &fresh->right);
		*at = fresh;
	}
	/* Felled without recursion: right parts are hung behind the leftmost node. */
	stack = root;
	while (stack) {
		struct node *top = stack;

		if (top->left) {
			stack = top->left;
			top->left = stack->right;
			stack->right = top;
		} else {
			stack = top->right;
			free(top);
			n_left++;
		}
	}
	return deep + n_left;
}
