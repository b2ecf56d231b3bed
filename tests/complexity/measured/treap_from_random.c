/* time: n log n; space: n; order: sorted */
#include "kernel.h"

#include <sys/random.h>

/* A treap that is asked for the numbers by rank afterwards; its seed comes from the system. */
struct node {
	struct node *child[2];
	int value, size;
	uint32_t priority;
};

static uint64_t state;

static int size(const struct node *t)
{
	return t ? t->size : 0;
}

static struct node *insert(struct node *t, int value)
{
	int side;

	if (!t) {
		t = claim_zeroed(1, sizeof(*t));
		t->value = value;
		t->size = 1;
		t->priority = draw(&state);
		return t;
	}
	side = value > t->value;
	t->child[side] = insert(t->child[side], value);
	if (t->child[side]->priority > t->priority) {
		struct node *up = t->child[side];

		t->child[side] = up->child[!side];
		up->child[!side] = t;
		t->size = 1 + size(t->child[0]) + size(t->child[1]);
		t = up;
	}
	t->size = 1 + size(t->child[0]) + size(t->child[1]);
	return t;
}

static int nth(const struct node *t, int wanted)
{
	while (wanted != size(t->child[0])) {
		if (wanted < size(t->child[0])) {
			t = t->child[0];
		} else {
			wanted -= size(t->child[0]) + 1;
			t = t->child[1];
		}
	}
	return t->value;
}

static void fell(struct node *t)
{
	if (!t)
		return;
	fell(t->child[0]);
	fell(t->child[1]);
	free(t);
}

long kernel(int *values, int n)
{
	struct node *root = NULL;
	long sum = 0;

	if (getrandom(&state, sizeof(state), 0) != sizeof(state) || !state)
		state = 88172645463325252u;
	for (int i = 0; i < n; i++)
		root = insert(root, values[i]);
	for (int i = 0; i < n; i++)
		sum += nth(root, (int)(draw(&state) % (unsigned)n));
	fell(root);
	return sum;
}
