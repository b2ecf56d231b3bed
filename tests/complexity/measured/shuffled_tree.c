/* time: n log n; space: n; order: sorted */
#include "kernel.h"

#include <time.h>

/* A tree without balance, whose numbers are shuffled first. */
struct node {
	struct node *left, *right;
	int value;
};

long kernel(int *values, int n)
{
	struct node *root = NULL, *nodes = claim((size_t)n, sizeof(*nodes));
	long depth = 0;

	srand((unsigned)time(NULL));
	for (int i = n - 1; i > 0; i--)
		swap(&values[i], &values[rand() % (i + 1)]);
	for (int i = 0; i < n; i++) {
		struct node **at = &root;

		for (; *at; depth++)
			at = values[i] < (*at)->value ? &(*at)->left : &(*at)->right;
		nodes[i] = (struct node){ NULL, NULL, values[i] };
		*at = &nodes[i];
	}
	free(nodes);
	return depth;
}
