/*
 * Trap: a search tree that is not balanced: sorted keys make it a list.
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
};

typedef struct {
	struct node *root;
} OrderedMap;

static size_t size(const struct node *n)
{
	return n ? n->size : 0;
}

static struct node *find(const OrderedMap *map, int64_t key)
{
	struct node *n = map->root;

	while (n && n->key != key)
		n = key < n->key ? n->left : n->right;
	return n;
}

/* All on the way to where `key` belongs. */
static void add_on_the_way(struct node *n, int64_t key, size_t what)
{
	while (n && n->key != key) {
		n->size += what;
		n = key < n->key ? n->left : n->right;
	}
}

static struct node **link_to(OrderedMap *map, int64_t key)
{
	struct node **link = &map->root;

	while (*link && (*link)->key != key)
		link = key < (*link)->key ? &(*link)->left : &(*link)->right;
	return link;
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
	*n = (struct node){ key, value, NULL, NULL, 1 };
	add_on_the_way(map->root, key, 1);
	*link_to(map, key) = n;
	return 1;
}

bool map_erase(OrderedMap *map, int64_t key)
{
	struct node **link = link_to(map, key), *n = *link;

	if (!n)
		return false;
	add_on_the_way(map->root, key, (size_t)-1);
	if (n->left && n->right) { /* the next key comes here, and its node goes */
		link = &n->right;
		n->size--;
		while ((*link)->left) {
			(*link)->size--;
			link = &(*link)->left;
		}
		n->key = (*link)->key;
		n->value = (*link)->value;
		n = *link;
	}
	*link = n->left ? n->left : n->right;
	free(n);
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

	if (k >= size(n))
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
