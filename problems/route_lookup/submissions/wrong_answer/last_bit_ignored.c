/*
 * Trap: the loop ends before the node of the last bit, where routes to one address are.
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct node {
	struct node *child[2];
	uint32_t next_hop;
	bool is_route;
};

typedef struct {
	struct node root; /* of the prefix without bits, which is the default route */
} RouteTable;

/* Bit number `depth` from the left, for depths from 0 to 31. */
static int bit(uint32_t address, int depth)
{
	return address >> (31 - depth) & 1;
}

static bool is_valid(uint32_t prefix, int length)
{
	if (length < 0 || length > 32)
		return false;
	return length == 32 || (prefix & UINT32_MAX >> length) == 0;
}

/* Frees the nodes on the way to the prefix that lead to no route. */
static void prune(struct node *n, uint32_t prefix, int depth, int length)
{
	struct node **link, *child;

	if (depth == length)
		return;
	link = &n->child[bit(prefix, depth)];
	child = *link;
	if (!child)
		return;
	prune(child, prefix, depth + 1, length);
	if (!child->is_route && !child->child[0] && !child->child[1]) {
		*link = NULL;
		free(child);
	}
}

RouteTable *routes_create(void)
{
	return calloc(1, sizeof(RouteTable));
}

int routes_add(RouteTable *table, uint32_t prefix, int length, uint32_t next_hop)
{
	struct node *n = &table->root;
	bool new;

	if (!is_valid(prefix, length))
		return -EINVAL;
	for (int depth = 0; depth < length; depth++) {
		struct node **link = &n->child[bit(prefix, depth)];

		if (!*link) {
			*link = calloc(1, sizeof **link);
			if (!*link) {
				prune(&table->root, prefix, 0, length);
				return -ENOMEM;
			}
		}
		n = *link;
	}
	new = !n->is_route;
	n->is_route = true;
	n->next_hop = next_hop;
	return new;
}

bool routes_remove(RouteTable *table, uint32_t prefix, int length)
{
	struct node *n = &table->root;

	if (!is_valid(prefix, length))
		return false;
	for (int depth = 0; n && depth < length; depth++)
		n = n->child[bit(prefix, depth)];
	if (!n || !n->is_route)
		return false;
	n->is_route = false;
	prune(&table->root, prefix, 0, length);
	return true;
}

bool routes_lookup(const RouteTable *table, uint32_t address, uint32_t *next_hop)
{
	const struct node *best = NULL;
	int depth = 0;

	for (const struct node *n = &table->root; n; n = n->child[bit(address, depth++)]) {
		if (depth == 32)
			break;
		if (n->is_route)
			best = n;
	}
	if (!best)
		return false;
	*next_hop = best->next_hop;
	return true;
}

static void free_below(struct node *n)
{
	for (int i = 0; i < 2; i++)
		if (n->child[i]) {
			free_below(n->child[i]);
			free(n->child[i]);
		}
}

void routes_free(RouteTable *table)
{
	free_below(&table->root);
	free(table);
}
