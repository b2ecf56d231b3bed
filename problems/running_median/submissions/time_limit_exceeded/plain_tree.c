/*
 * Trap: a search tree that nobody balances: it becomes a list under sorted, alternating and equal numbers.
 */
#include <stddef.h>
#include <stdlib.h>

struct node {
	int num;
	size_t size; /* of the subtree */
	struct node *smaller, *larger;
};

typedef struct {
	struct node *root;
} MedianFinder;

MedianFinder *medianFinderCreate(void)
{
	MedianFinder *finder = calloc(1, sizeof *finder);

	if (!finder)
		abort();
	return finder;
}

void medianFinderAddNum(MedianFinder *finder, int num)
{
	struct node **link = &finder->root;

	while (*link) {
		(*link)->size++;
		link = num < (*link)->num ? &(*link)->smaller : &(*link)->larger;
	}
	*link = calloc(1, sizeof **link);
	if (!*link)
		abort();
	(*link)->num = num;
	(*link)->size = 1;
}

static int kth(const struct node *node, size_t k)
{
	for (;;) {
		size_t smaller = node->smaller ? node->smaller->size : 0;

		if (k == smaller)
			return node->num;
		if (k < smaller) {
			node = node->smaller;
		} else {
			k -= smaller + 1;
			node = node->larger;
		}
	}
}

double medianFinderFindMedian(MedianFinder *finder)
{
	size_t n = finder->root->size;

	return ((double)kth(finder->root, (n - 1) / 2) + kth(finder->root, n / 2)) / 2;
}

/* Without recursion: the left child is rotated up until there is none. */
void medianFinderFree(MedianFinder *finder)
{
	struct node *node = finder->root;

	while (node) {
		struct node *next = node->smaller;

		if (next) {
			node->smaller = next->larger;
			next->larger = node;
		} else {
			next = node->larger;
			free(node);
		}
		node = next;
	}
	free(finder);
}
