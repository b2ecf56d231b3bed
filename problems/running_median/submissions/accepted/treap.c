/*
 * Design: a search tree of the distinct numbers with counts, balanced by random priorities (a treap), in which the
 * k-th number is found by the sizes of subtrees.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct node {
	int num;
	unsigned priority;
	size_t count; /* how often the number came */
	size_t size;  /* of the numbers below, counted as often as they came */
	struct node *child[2];
};

typedef struct {
	struct node *root;
	uint64_t random;
} MedianFinder;

static size_t size_of(const struct node *node)
{
	return node ? node->size : 0;
}

static struct node *resized(struct node *node)
{
	node->size = size_of(node->child[0]) + node->count + size_of(node->child[1]);
	return node;
}

static struct node *node_of(MedianFinder *finder, int num)
{
	struct node *node = calloc(1, sizeof *node);

	if (!node)
		abort();
	finder->random = finder->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	node->num = num;
	node->priority = (unsigned)(finder->random >> 33);
	node->count = node->size = 1;
	return node;
}

/* The tree below `node` with the number added; the node of higher priority is rotated up. */
static struct node *insert(MedianFinder *finder, struct node *node, int num)
{
	struct node *child;
	int side;

	if (!node)
		return node_of(finder, num);
	if (num == node->num) {
		node->count++;
		return resized(node);
	}
	side = num > node->num;
	child = node->child[side] = insert(finder, node->child[side], num);
	if (child->priority > node->priority) {
		node->child[side] = child->child[!side];
		child->child[!side] = resized(node);
		return resized(child);
	}
	return resized(node);
}

static int kth(const struct node *node, size_t k)
{
	for (;;) {
		size_t smaller = size_of(node->child[0]);

		if (k < smaller) {
			node = node->child[0];
		} else if (k < smaller + node->count) {
			return node->num;
		} else {
			k -= smaller + node->count;
			node = node->child[1];
		}
	}
}

MedianFinder *medianFinderCreate(void)
{
	MedianFinder *finder = calloc(1, sizeof *finder);

	if (!finder)
		abort();
	finder->random = 20261123;
	return finder;
}

void medianFinderAddNum(MedianFinder *finder, int num)
{
	finder->root = insert(finder, finder->root, num);
}

double medianFinderFindMedian(MedianFinder *finder)
{
	size_t n = size_of(finder->root);

	return ((double)kth(finder->root, (n - 1) / 2) + kth(finder->root, n / 2)) / 2;
}

static void free_tree(struct node *node)
{
	if (!node)
		return;
	free_tree(node->child[0]);
	free_tree(node->child[1]);
	free(node);
}

void medianFinderFree(MedianFinder *finder)
{
	free_tree(finder->root);
	free(finder);
}
