/*
 * Design: a trie whose nodes are prefixes of any length: chains of single children are one step. There are less than
 * twice as many nodes as routes.
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct node {
	uint32_t prefix;
	int length;
	bool is_route; /* if not, it has two children */
	uint32_t next_hop;
	struct node *child[2];
};

typedef struct {
	struct node *root;
} RouteTable;

static uint32_t mask(int length)
{
	return length > 0 ? UINT32_MAX << (32 - length) : 0;
}

static bool covers(const struct node *n, uint32_t address)
{
	return ((n->prefix ^ address) & mask(n->length)) == 0;
}

/* Which child of a prefix of that length leads to the address; the length is below 32. */
static int side(uint32_t address, int length)
{
	return address >> (31 - length) & 1;
}

static bool is_valid(uint32_t prefix, int length)
{
	return length >= 0 && length <= 32 && (prefix & ~mask(length)) == 0;
}

static struct node *new_node(uint32_t prefix, int length)
{
	struct node *n = calloc(1, sizeof *n);

	if (n) {
		n->prefix = prefix & mask(length);
		n->length = length;
	}
	return n;
}

/* The link to the first node on the way that is not a shorter prefix of this one. */
static struct node **link_to(RouteTable *table, uint32_t prefix, int length, struct node ***above)
{
	struct node **link = &table->root;

	*above = NULL;
	while (*link && (*link)->length < length && covers(*link, prefix)) {
		*above = link;
		link = &(*link)->child[side(prefix, (*link)->length)];
	}
	return link;
}

RouteTable *routes_create(void)
{
	return calloc(1, sizeof(RouteTable));
}

int routes_add(RouteTable *table, uint32_t prefix, int length, uint32_t next_hop)
{
	struct node **link, **above, *old, *n, *fork;
	int common;
	bool new;

	if (!is_valid(prefix, length))
		return -EINVAL;
	link = link_to(table, prefix, length, &above);
	old = *link;
	n = old;
	if (!old || old->length != length || old->prefix != prefix) {
		n = new_node(prefix, length);
		if (!n)
			return -ENOMEM;
		if (!old) {
			*link = n;
		} else {
			common = old->length < length ? old->length : length;
			while ((old->prefix ^ prefix) & mask(common))
				common--;
			fork = n;
			if (common < length) {
				fork = new_node(prefix, common);
				if (!fork) {
					free(n);
					return -ENOMEM;
				}
				fork->child[side(prefix, common)] = n;
			}
			fork->child[side(old->prefix, common)] = old;
			*link = fork;
		}
	}
	new = !n->is_route;
	n->is_route = true;
	n->next_hop = next_hop;
	return new;
}

/* A node that is no route and has not two children is of no use. */
static void bridge(struct node **link)
{
	struct node *n = *link;

	if (n->is_route || (n->child[0] && n->child[1]))
		return;
	*link = n->child[n->child[1] != NULL];
	free(n);
}

bool routes_remove(RouteTable *table, uint32_t prefix, int length)
{
	struct node **link, **above;

	if (!is_valid(prefix, length))
		return false;
	link = link_to(table, prefix, length, &above);
	if (!*link || (*link)->length != length || (*link)->prefix != prefix || !(*link)->is_route)
		return false;
	(*link)->is_route = false;
	bridge(link);
	if (above)
		bridge(above);
	return true;
}

bool routes_lookup(const RouteTable *table, uint32_t address, uint32_t *next_hop)
{
	const struct node *best = NULL;

	for (const struct node *n = table->root; n && covers(n, address); n = n->child[side(address, n->length)]) {
		if (n->is_route)
			best = n;
		if (n->length == 32)
			break;
	}
	if (best)
		*next_hop = best->next_hop;
	return best != NULL;
}

static void free_tree(struct node *n)
{
	if (!n)
		return;
	free_tree(n->child[0]);
	free_tree(n->child[1]);
	free(n);
}

void routes_free(RouteTable *table)
{
	free_tree(table->root);
	free(table);
}
