/* time: n log n; space: n; order: reversed */
#include "kernel.h"

/* Andersson's tree, with levels instead of colours. */
struct node {
	struct node *left, *right;
	int value, level;
};

static struct node *skew(struct node *t)
{
	struct node *l = t->left;

	if (!l || l->level != t->level)
		return t;
	t->left = l->right;
	l->right = t;
	return l;
}

static struct node *split(struct node *t)
{
	struct node *r = t->right;

	if (!r || !r->right || t->level != r->right->level)
		return t;
	t->right = r->left;
	r->left = t;
	r->level++;
	return r;
}

static struct node *insert(struct node *t, int value)
{
	if (!t) {
		t = claim_zeroed(1, sizeof(*t));
		t->value = value;
		t->level = 1;
		return t;
	}
	if (value < t->value)
		t->left = insert(t->left, value);
	else
		t->right = insert(t->right, value);
	return split(skew(t));
}

static int fell(struct node *t)
{
	int left, right;

	if (!t)
		return 0;
	left = fell(t->left);
	right = fell(t->right);
	free(t);
	return 1 + (left > right ? left : right);
}

long kernel(int *values, int n)
{
	struct node *root = NULL;

	for (int i = 0; i < n; i++)
		root = insert(root, values[i]);
	return fell(root);
}
