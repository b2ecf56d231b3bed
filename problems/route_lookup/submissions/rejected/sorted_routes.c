/*
 * Trap: an array that is sorted by length and prefix: a lookup searches it by bisection once for each length, but an
 * add and a remove move the routes behind.
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct route {
	uint64_t key; /* the length, then the prefix */
	uint32_t next_hop;
};

typedef struct {
	struct route *routes;
	size_t n, room;
} RouteTable;

static uint32_t mask_of(int length)
{
	return length ? UINT32_MAX << (32 - length) : 0;
}

static uint64_t key_of(uint32_t prefix, int length)
{
	return (uint64_t)length << 32 | prefix;
}

static bool is_valid(uint32_t prefix, int length)
{
	return length >= 0 && length <= 32 && (prefix & ~mask_of(length)) == 0;
}

/* The first route whose key is not less. */
static size_t position(const RouteTable *table, uint64_t key)
{
	size_t low = 0, high = table->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (table->routes[middle].key < key)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct route *find(const RouteTable *table, uint64_t key)
{
	size_t at = position(table, key);

	return at < table->n && table->routes[at].key == key ? &table->routes[at] : NULL;
}

RouteTable *routes_create(void)
{
	return calloc(1, sizeof(RouteTable));
}

int routes_add(RouteTable *table, uint32_t prefix, int length, uint32_t next_hop)
{
	struct route *r;
	size_t at;

	if (!is_valid(prefix, length))
		return -EINVAL;
	r = find(table, key_of(prefix, length));
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
	at = position(table, key_of(prefix, length));
	r = &table->routes[at];
	memmove(r + 1, r, (table->n++ - at) * sizeof *r);
	*r = (struct route){ key_of(prefix, length), next_hop };
	return 1;
}

bool routes_remove(RouteTable *table, uint32_t prefix, int length)
{
	struct route *r = is_valid(prefix, length) ? find(table, key_of(prefix, length)) : NULL;

	if (!r)
		return false;
	table->n--;
	memmove(r, r + 1, (size_t)(table->routes + table->n - r) * sizeof *r);
	return true;
}

bool routes_lookup(const RouteTable *table, uint32_t address, uint32_t *next_hop)
{
	for (int length = 32; length >= 0; length--) {
		const struct route *r = find(table, key_of(address & mask_of(length), length));

		if (r) {
			*next_hop = r->next_hop;
			return true;
		}
	}
	return false;
}

void routes_free(RouteTable *table)
{
	free(table->routes);
	free(table);
}
