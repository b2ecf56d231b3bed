/*
 * Trap: the mask of length 0 is made with a shift by 32, which is undefined; common processors shift by 0 then, and the
 * default route matches 0.0.0.0 only.
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct route {
	uint32_t prefix, mask, next_hop;
};

typedef struct {
	struct route *routes;
	size_t n, room;
} RouteTable;

static uint32_t mask_of(int length)
{
	return UINT32_MAX << (32 - length);
}

static bool is_valid(uint32_t prefix, int length)
{
	return length >= 0 && length <= 32 && (prefix & ~mask_of(length)) == 0;
}

static struct route *find(RouteTable *table, uint32_t prefix, uint32_t mask)
{
	for (size_t i = 0; i < table->n; i++)
		if (table->routes[i].prefix == prefix && table->routes[i].mask == mask)
			return &table->routes[i];
	return NULL;
}

RouteTable *routes_create(void)
{
	return calloc(1, sizeof(RouteTable));
}

int routes_add(RouteTable *table, uint32_t prefix, int length, uint32_t next_hop)
{
	struct route *r;

	if (!is_valid(prefix, length))
		return -EINVAL;
	r = find(table, prefix, mask_of(length));
	if (r) {
		r->next_hop = next_hop;
		return 0;
	}
	if (table->n == table->room) {
		size_t room = table->room ? 2 * table->room : 16;
		struct route *routes = realloc(table->routes, room * sizeof *routes);

		if (!routes)
			return -ENOMEM;
		table->routes = routes;
		table->room = room;
	}
	table->routes[table->n++] = (struct route){ prefix, mask_of(length), next_hop };
	return 1;
}

bool routes_remove(RouteTable *table, uint32_t prefix, int length)
{
	struct route *r = is_valid(prefix, length) ? find(table, prefix, mask_of(length)) : NULL;

	if (!r)
		return false;
	*r = table->routes[--table->n];
	return true;
}

bool routes_lookup(const RouteTable *table, uint32_t address, uint32_t *next_hop)
{
	const struct route *best = NULL;

	for (size_t i = 0; i < table->n; i++) {
		const struct route *r = &table->routes[i];

		if ((address & r->mask) == r->prefix && (!best || r->mask > best->mask))
			best = r;
	}
	if (best)
		*next_hop = best->next_hop;
	return best != NULL;
}

void routes_free(RouteTable *table)
{
	free(table->routes);
	free(table);
}
