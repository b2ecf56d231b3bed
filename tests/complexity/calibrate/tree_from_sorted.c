/* time: n; space: n; order: sorted */
#include "kernel.h"

struct node {
	struct node *left, *right;
	int value;
};

static struct node *build(const int *values, int n)
{
	struct node *root;

	if (!n)
		return NULL;
	root = claim(1, sizeof(*root));
	root->value = values[n / 2];
	root->left = build(values, n / 2);
	root->right = build(values + n / 2 + 1, n - n / 2 - 1);
	return root;
}

static long fell(struct node *root)
{
	long sum;

	if (!root)
		return 0;
	sum = root->value + fell(root->left) - fell(root->right);
	free(root);
	return sum;
}

long kernel(int *values, int n)
{
	return fell(build(values, n));
}
