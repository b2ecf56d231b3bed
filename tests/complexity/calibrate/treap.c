/* time: n log n; space: n; order: sorted */
#include "kernel.h"

#include <unistd.h>

/* Priorities by chance, seeded with the process. */
struct node {
	struct node *left, *right;
	int value;
	uint32_t priority;
};

static uint64_t state;

static struct node *insert(struct node *t, struct node *fresh)
{
	struct node *up;

	if (!t)
		return fresh;
	if (fresh->value < t->value) {
		t->left = insert(t->left, fresh);
		if (t->left->priority <= t->priority)
			return t;
		up = t->left;
		t->left = up->right;
		up->right = t;
	} else {
		t->right = insert(t->right, fresh);
		if (t->right->priority <= t->priority)
			return t;
		up = t->right;
		t->right = up->left;
		up->left = t;
	}
	return up;
}

static long fell(struct node *t)
{
	long n;

	if (!t)
		return 0;
	n = 1 + fell(t->left) + fell(t->right);
	free(t);
	return n;
}

long kernel(int *values, int n)
{
	struct node *root = NULL;
	uint32_t seed[2];

	if (getentropy(seed, sizeof(seed)) < 0)
		abort();
	state = (uint64_t)seed[0] << 32 | seed[1] | 1;
	for (int i = 0; i < n; i++) {
		struct node *fresh = claim_zeroed(1, sizeof(*fresh));

		fresh->value = values[i];
		fresh->priority = draw(&state);
		root = insert(root, fresh);
	}
	return fell(root);
}
