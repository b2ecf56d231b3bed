/* time: n^2; space: n; order: zigzag */
#include "kernel.h"

/* A search tree without balance, under numbers from both ends by turns. */
struct node {
	struct node *child[2];
	int value;
};

long kernel(int *values, int n)
{
	struct node *root = NULL;
	long depth = 0;

	for (int i = 0; i < n; i++) {
		struct node **at = &root;

		while (*at) {
			at = &(*at)->child[values[i] > (*at)->value];
			depth++;
		}
		*at = claim_zeroed(1, sizeof(**at));
		(*at)->value = values[i];
	}
	while (root) {
		struct node *next = root->child[0] ? root->child[0] : root->child[1];

		free(root);
		root = next;
	}
	return depth;
}
