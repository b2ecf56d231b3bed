/*
 * Trap: k is compared as a signed number: from 2^63 on it counts as one below 0, and is looked for.
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct node {
	int64_t key, value;
	struct node *left, *right;
	size_t size;
	int height;
};

typedef struct {
	struct node *root;
} OrderedMap;

static int height(const struct node *n)
{
	return n ? n->height : 0;
}

static size_t size(const struct node *n)
{
	return n ? n->size : 0;
}

static void update(struct node *n)
{
	int l = height(n->left), r = height(n->right);

	n->height = (l > r ? l : r) + 1;
	n->size = size(n->left) + size(n->right) + 1;
}

static struct node *rotate_right(struct node *n)
{
	struct node *top = n->left;

	n->left = top->right;
	top->right = n;
	update(n);
	update(top);
	return top;
}

static struct node *rotate_left(struct node *n)
{
	struct node *top = n->right;

	n->right = top->left;
	top->left = n;
	update(n);
	update(top);
	return top;
}

static struct node *balanced(struct node *n)
{
	int tilt = height(n->left) - height(n->right);

	update(n);
	if (tilt > 1) {
		if (height(n->left->left) < height(n->left->right))
			n->left = rotate_left(n->left);
		return rotate_right(n);
	}
	if (tilt < -1) {
		if (height(n->right->right) < height(n->right->left))
			n->right = rotate_right(n->right);
		return rotate_left(n);
	}
	return n;
}

static struct node *find(const OrderedMap *map, int64_t key)
{
	struct node *n = map->root;

	while (n && n->key != key)
		n = key < n->key ? n->left : n->right;
	return n;
}

static struct node *with(struct node *n, struct node *new)
{
	if (!n)
		return new;
	if (new->key < n->key)
		n->left = with(n->left, new);
	else
		n->right = with(n->right, new);
	return balanced(n);
}

/* Takes the smallest node out of a tree that is not empty. */
static struct node *without_first(struct node *n, struct node **first)
{
	if (!n->left) {
		*first = n;
		return n->right;
	}
	n->left = without_first(n->left, first);
	return balanced(n);
}

static struct node *without(struct node *n, int64_t key)
{
	struct node *next, *rest;

	if (key < n->key) {
		n->left = without(n->left, key);
		return balanced(n);
	}
	if (key > n->key) {
		n->right = without(n->right, key);
		return balanced(n);
	}
	if (!n->left || !n->right) {
		rest = n->left ? n->left : n->right;
		free(n);
		return rest;
	}
	rest = without_first(n->right, &next);
	next->left = n->left;
	next->right = rest;
	free(n);
	return balanced(next);
}

OrderedMap *map_create(void)
{
	return calloc(1, sizeof(OrderedMap));
}

int map_insert(OrderedMap *map, int64_t key, int64_t value)
{
	struct node *n = find(map, key);

	if (n) {
		n->value = value;
		return 0;
	}
	n = malloc(sizeof *n);
	if (!n)
		return -ENOMEM;
	*n = (struct node){ key, value, NULL, NULL, 1, 1 };
	map->root = with(map->root, n);
	return 1;
}

bool map_erase(OrderedMap *map, int64_t key)
{
	if (!find(map, key))
		return false;
	map->root = without(map->root, key);
	return true;
}

bool map_find(OrderedMap *map, int64_t key, int64_t *value)
{
	struct node *n = find(map, key);

	if (!n)
		return false;
	*value = n->value;
	return true;
}

bool map_floor(OrderedMap *map, int64_t key, int64_t *found, int64_t *value)
{
	const struct node *best = NULL;

	for (const struct node *n = map->root; n;) {
		if (n->key <= key) {
			best = n;
			n = n->right;
		} else {
			n = n->left;
		}
	}
	if (!best)
		return false;
	*found = best->key;
	*value = best->value;
	return true;
}

bool map_kth(OrderedMap *map, size_t k, int64_t *found, int64_t *value)
{
	const struct node *n = map->root;

	if ((int64_t)k >= (int64_t)size(n))
		return false;
	while (k != size(n->left)) {
		if (k < size(n->left)) {
			n = n->left;
		} else {
			k -= size(n->left) + 1;
			n = n->right;
		}
	}
	*found = n->key;
	*value = n->value;
	return true;
}

size_t map_rank(OrderedMap *map, int64_t key)
{
	size_t smaller = 0;

	for (const struct node *n = map->root; n;) {
		if (n->key < key) {
			smaller += size(n->left) + 1;
			n = n->right;
		} else {
			n = n->left;
		}
	}
	return smaller;
}

static void free_tree(struct node *n)
{
	if (!n)
		return;
	free_tree(n->left);
	free_tree(n->right);
	free(n);
}

void map_free(OrderedMap *map)
{
	free_tree(map->root);
	free(map);
}
