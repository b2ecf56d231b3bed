/*
 * Trap: a balanced search tree of all routes. A lookup takes O(log n) steps: fewer than 32 in tables of this size, but
 * more and more of them.
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct node {
	struct node *less, *greater;
	uint64_t key; /* prefix and length */
	uint32_t priority, next_hop;
};

typedef struct {
	struct node *root;
} RouteTable;

static uint64_t key_of(uint32_t prefix, int length)
{
	return (uint64_t)prefix << 8 | (uint64_t)length;
}

static uint32_t mask(int length)
{
	return (uint32_t)(UINT64_C(0xffffffff00000000) >> length);
}

static bool is_valid(uint32_t prefix, int length)
{
	return length >= 0 && length <= 32 && (prefix & ~mask(length)) == 0;
}

static uint32_t priority_of(uint64_t key)
{
	key = (key ^ key >> 23) * UINT64_C(0x9e3779b97f4a7c15);
	key = (key ^ key >> 32) * UINT64_C(0xd6e8feb86659fd93);
	return (uint32_t)(key >> 32);
}

RouteTable *routes_create(void)
{
	return calloc(1, sizeof(RouteTable));
}

/* The link to the node, or to the NULL where it would be. */
static struct node **find(RouteTable *table, uint64_t key)
{
	struct node **link = &table->root;

	while (*link && (*link)->key != key)
		link = key < (*link)->key ? &(*link)->less : &(*link)->greater;
	return link;
}

/* Parts the tree `n` into what is less than `key` and what is greater. */
static void split(struct node *n, uint64_t key, struct node **less, struct node **greater)
{
	while (n)
		if (n->key < key) {
			*less = n;
			less = &n->greater;
			n = n->greater;
		} else {
			*greater = n;
			greater = &n->less;
			n = n->less;
		}
	*less = *greater = NULL;
}

static struct node *join(struct node *less, struct node *greater)
{
	struct node *root, **link = &root;

	while (less && greater)
		if (less->priority > greater->priority) {
			*link = less;
			link = &less->greater;
			less = less->greater;
		} else {
			*link = greater;
			link = &greater->less;
			greater = greater->less;
		}
	*link = less ? less : greater;
	return root;
}

int routes_add(RouteTable *table, uint32_t prefix, int length, uint32_t next_hop)
{
	struct node *new, **link = &table->root;
	uint64_t key;

	if (!is_valid(prefix, length))
		return -EINVAL;
	key = key_of(prefix, length);
	new = *find(table, key);
	if (new) {
		new->next_hop = next_hop;
		return 0;
	}
	new = calloc(1, sizeof *new);
	if (!new)
		return -ENOMEM;
	*new = (struct node){ .key = key, .priority = priority_of(key), .next_hop = next_hop };
	while (*link && (*link)->priority >= new->priority)
		link = key < (*link)->key ? &(*link)->less : &(*link)->greater;
	split(*link, key, &new->less, &new->greater);
	*link = new;
	return 1;
}

bool routes_remove(RouteTable *table, uint32_t prefix, int length)
{
	struct node **link, *old;

	if (!is_valid(prefix, length))
		return false;
	link = find(table, key_of(prefix, length));
	old = *link;
	if (!old)
		return false;
	*link = join(old->less, old->greater);
	free(old);
	return true;
}

bool routes_lookup(const RouteTable *table, uint32_t address, uint32_t *next_hop)
{
	for (int length = 32; length >= 0; length--) {
		const struct node *n = *find((RouteTable *)table, key_of(address & mask(length), length));

		if (n) {
			*next_hop = n->next_hop;
			return true;
		}
	}
	return false;
}

void routes_free(RouteTable *table)
{
	for (struct node *n = table->root; n; n = table->root) {
		table->root = join(n->less, n->greater);
		free(n);
	}
	free(table);
}
