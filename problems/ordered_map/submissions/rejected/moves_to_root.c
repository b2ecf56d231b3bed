/*
 * Trap: a splay tree that turns one node at a time, whatever the way to it looks like: what was deep stays deep, and
 * going through sorted keys costs O(n) each.
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct node {
	int64_t key, value;
	struct node *child[2], *parent;
	size_t size;
};

typedef struct {
	struct node *root;
} OrderedMap;

static size_t size(const struct node *n)
{
	return n ? n->size : 0;
}

static int side(const struct node *n)
{
	return n->parent->child[1] == n;
}

static void attach(struct node *parent, int at, struct node *child)
{
	parent->child[at] = child;
	if (child)
		child->parent = parent;
}

static void update(struct node *n)
{
	n->size = size(n->child[0]) + size(n->child[1]) + 1;
}

/* Makes n the parent of its parent. */
static void rotate(struct node *n)
{
	struct node *parent = n->parent, *above = parent->parent;
	int at = side(n);

	if (above)
		above->child[side(parent)] = n;
	n->parent = above;
	attach(parent, at, n->child[!at]);
	attach(n, !at, parent);
	update(parent);
	update(n);
}

static void splay(OrderedMap *map, struct node *n)
{
	while (n->parent)
		rotate(n);
	map->root = n;
}

/* Brings the key to the root, or else the last node on the way to it. */
static bool seek(OrderedMap *map, int64_t key)
{
	struct node *n = map->root, *next = n;

	while (next) {
		n = next;
		next = n->key == key ? NULL : n->child[key > n->key];
	}
	if (n)
		splay(map, n);
	return n && n->key == key;
}

OrderedMap *map_create(void)
{
	return calloc(1, sizeof(OrderedMap));
}

int map_insert(OrderedMap *map, int64_t key, int64_t value)
{
	struct node *n, *root;

	if (seek(map, key)) {
		map->root->value = value;
		return 0;
	}
	n = calloc(1, sizeof *n);
	if (!n)
		return -ENOMEM;
	n->key = key;
	n->value = value;
	root = map->root;
	if (root) {
		int at = root->key > key; /* the side of the new root on which the old one hangs */

		attach(n, !at, root->child[!at]);
		root->child[!at] = NULL;
		attach(n, at, root);
		update(root);
	}
	update(n);
	map->root = n;
	return 1;
}

bool map_erase(OrderedMap *map, int64_t key)
{
	struct node *gone, *left, *right;

	if (!seek(map, key))
		return false;
	gone = map->root;
	left = gone->child[0];
	right = gone->child[1];
	free(gone);
	if (right)
		right->parent = NULL;
	map->root = right;
	if (left) {
		left->parent = NULL;
		map->root = left;
		seek(map, key); /* is not there: the greatest key of `left` comes up */
		attach(map->root, 1, right);
		update(map->root);
	}
	return true;
}

bool map_find(OrderedMap *map, int64_t key, int64_t *value)
{
	if (!seek(map, key))
		return false;
	*value = map->root->value;
	return true;
}

size_t map_rank(OrderedMap *map, int64_t key)
{
	seek(map, key);
	if (!map->root)
		return 0;
	return size(map->root->child[0]) + (map->root->key < key);
}

bool map_kth(OrderedMap *map, size_t k, int64_t *found, int64_t *value)
{
	struct node *n = map->root;

	if (k >= size(n))
		return false;
	while (k != size(n->child[0])) {
		bool right = k > size(n->child[0]);

		if (right)
			k -= size(n->child[0]) + 1;
		n = n->child[right];
	}
	splay(map, n);
	*found = n->key;
	*value = n->value;
	return true;
}

bool map_floor(OrderedMap *map, int64_t key, int64_t *found, int64_t *value)
{
	size_t rank;

	if (!seek(map, key)) {
		rank = map_rank(map, key);
		return rank > 0 && map_kth(map, rank - 1, found, value);
	}
	*found = key;
	*value = map->root->value;
	return true;
}

void map_free(OrderedMap *map)
{
	struct node *n = map->root;

	while (n) { /* down to a leaf, cut it off, go on above it */
		struct node *below = n->child[0] ? n->child[0] : n->child[1], *above = n->parent;

		if (below) {
			n = below;
			continue;
		}
		if (above)
			above->child[side(n)] = NULL;
		free(n);
		n = above;
	}
	free(map);
}
