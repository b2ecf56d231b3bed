/* time: n log n; space: n; order: sorted */
#include "kernel.h"

struct node {
	struct node *child[2];
	int value, height;
};

static int height(const struct node *t)
{
	return t ? t->height : 0;
}

static void measure(struct node *t)
{
	int left = height(t->child[0]), right = height(t->child[1]);

	t->height = 1 + (left > right ? left : right);
}

static struct node *rotate(struct node *t, int side)
{
	struct node *up = t->child[side];

	t->child[side] = up->child[!side];
	up->child[!side] = t;
	measure(t);
	measure(up);
	return up;
}

static struct node *balance(struct node *t)
{
	int lean = height(t->child[1]) - height(t->child[0]), side = lean > 0;
	struct node *c;

	measure(t);
	if (lean >= -1 && lean <= 1)
		return t;
	c = t->child[side];
	if (height(c->child[!side]) > height(c->child[side]))
		t->child[side] = rotate(c, !side);
	return rotate(t, side);
}

static struct node *insert(struct node *t, int value)
{
	if (!t) {
		t = claim_zeroed(1, sizeof(*t));
		t->value = value;
		t->height = 1;
		return t;
	}
	if (value != t->value)
		t->child[value > t->value] = insert(t->child[value > t->value], value);
	return balance(t);
}

static long fell(struct node *t)
{
	long n;

	if (!t)
		return 0;
	n = 1 + fell(t->child[0]) + fell(t->child[1]);
	free(t);
	return n;
}

long kernel(int *values, int n)
{
	struct node *root = NULL;

	for (int i = 0; i < n; i++)
		root = insert(root, values[i]);
	return fell(root);
}
