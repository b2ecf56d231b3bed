/*
 * Design: a treap: a search tree by key and a heap by a random number, so that its shape is that of a random order.
 * Everything is made of split and join.
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
	uint32_t weight;
};

typedef struct {
	struct node *root;
	uint32_t random;
} OrderedMap;

static size_t size(const struct node *n)
{
	return n ? n->size : 0;
}

static struct node *update(struct node *n)
{
	n->size = size(n->left) + size(n->right) + 1;
	return n;
}

/* Keys below `key` go to *low, the others to *high. */
static void split(struct node *n, int64_t key, struct node **low, struct node **high)
{
	if (!n) {
		*low = *high = NULL;
	} else if (n->key < key) {
		*low = n;
		split(n->right, key, &n->right, high);
		update(n);
	} else {
		*high = n;
		split(n->left, key, low, &n->left);
		update(n);
	}
}

/* All keys of `low` are below those of `high`. */
static struct node *join(struct node *low, struct node *high)
{
	if (!low || !high)
		return low ? low : high;
	if (low->weight > high->weight) {
		low->right = join(low->right, high);
		return update(low);
	}
	high->left = join(low, high->left);
	return update(high);
}

static struct node **find(OrderedMap *map, int64_t key)
{
	struct node **link = &map->root;

	while (*link && (*link)->key != key)
		link = key < (*link)->key ? &(*link)->left : &(*link)->right;
	return link;
}

OrderedMap *map_create(void)
{
	OrderedMap *map = calloc(1, sizeof *map);

	if (map)
		map->random = 2463534242u;
	return map;
}

static uint32_t next_random(OrderedMap *map)
{
	map->random ^= map->random << 13;
	map->random ^= map->random >> 17;
	map->random ^= map->random << 5;
	return map->random;
}

int map_insert(OrderedMap *map, int64_t key, int64_t value)
{
	struct node *n = *find(map, key), **link = &map->root;

	if (n) {
		n->value = value;
		return 0;
	}
	n = calloc(1, sizeof *n);
	if (!n)
		return -ENOMEM;
	n->key = key;
	n->value = value;
	n->weight = next_random(map);
	while (*link && (*link)->weight > n->weight) {
		(*link)->size++;
		link = key < (*link)->key ? &(*link)->left : &(*link)->right;
	}
	split(*link, key, &n->left, &n->right);
	*link = update(n);
	return 1;
}

bool map_erase(OrderedMap *map, int64_t key)
{
	struct node **link = &map->root, *n = *find(map, key);

	if (!n)
		return false;
	while (*link != n) {
		(*link)->size--;
		link = key < (*link)->key ? &(*link)->left : &(*link)->right;
	}
	*link = join(n->left, n->right);
	free(n);
	return true;
}

bool map_find(OrderedMap *map, int64_t key, int64_t *value)
{
	const struct node *n = *find(map, key);

	if (n)
		*value = n->value;
	return n != NULL;
}

bool map_kth(OrderedMap *map, size_t k, int64_t *found, int64_t *value)
{
	const struct node *n = map->root;

	while (n && k != size(n->left)) {
		bool right = k > size(n->left);

		k -= right ? size(n->left) + 1 : 0;
		n = right ? n->right : n->left;
	}
	if (!n)
		return false;
	*found = n->key;
	*value = n->value;
	return true;
}

size_t map_rank(OrderedMap *map, int64_t key)
{
	size_t smaller = 0;

	for (const struct node *n = map->root; n; n = n->key < key ? n->right : n->left)
		smaller += n->key < key ? size(n->left) + 1 : 0;
	return smaller;
}

/* The floor is the key itself, or the one whose rank is one less. */
bool map_floor(OrderedMap *map, int64_t key, int64_t *found, int64_t *value)
{
	const struct node *n = *find(map, key);
	size_t rank;

	if (!n) {
		rank = map_rank(map, key);
		return rank > 0 && map_kth(map, rank - 1, found, value);
	}
	*found = n->key;
	*value = n->value;
	return true;
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
