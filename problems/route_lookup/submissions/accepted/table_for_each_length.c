/*
 * Design: a hash table of prefixes for each of the 33 lengths; a lookup asks them in turn, the longest prefixes first.
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct route {
	struct route *chain;
	uint32_t prefix, next_hop;
};

struct hash {
	struct route **buckets;
	size_t n_buckets; /* 0 or a power of two */
	size_t n;
};

typedef struct {
	struct hash of_length[33];
} RouteTable;

static uint32_t mask(int length)
{
	return (uint32_t)(UINT64_C(0xffffffff00000000) >> length);
}

static bool is_valid(uint32_t prefix, int length)
{
	return length >= 0 && length <= 32 && (prefix & ~mask(length)) == 0;
}

static struct route **bucket(const struct hash *h, uint32_t prefix)
{
	uint32_t x = prefix * 0x9e3779b1u;

	x = (x ^ x >> 15) * 0x85ebca77u;
	return &h->buckets[(x ^ x >> 16) & (h->n_buckets - 1)];
}

/* The link to the route, or to the NULL at the end of its chain; NULL where there are no buckets. */
static struct route **find(const struct hash *h, uint32_t prefix)
{
	struct route **link;

	if (!h->n_buckets)
		return NULL;
	for (link = bucket(h, prefix); *link && (*link)->prefix != prefix; link = &(*link)->chain)
		;
	return link;
}

static bool resize(struct hash *h, size_t n_buckets)
{
	struct hash new = { calloc(n_buckets, sizeof *new.buckets), n_buckets, h->n };

	if (!new.buckets)
		return false;
	for (size_t i = 0; i < h->n_buckets; i++)
		for (struct route *r = h->buckets[i], *next; r; r = next) {
			struct route **to = bucket(&new, r->prefix);

			next = r->chain;
			r->chain = *to;
			*to = r;
		}
	free(h->buckets);
	*h = new;
	return true;
}

RouteTable *routes_create(void)
{
	return calloc(1, sizeof(RouteTable));
}

int routes_add(RouteTable *table, uint32_t prefix, int length, uint32_t next_hop)
{
	struct hash *h;
	struct route **link, *r;

	if (!is_valid(prefix, length))
		return -EINVAL;
	h = &table->of_length[length];
	link = find(h, prefix);
	if (link && *link) {
		(*link)->next_hop = next_hop;
		return 0;
	}
	r = malloc(sizeof *r);
	if (!r)
		return -ENOMEM;
	if (h->n == h->n_buckets && !resize(h, h->n ? 2 * h->n : 4)) {
		free(r);
		return -ENOMEM;
	}
	link = bucket(h, prefix);
	*r = (struct route){ *link, prefix, next_hop };
	*link = r;
	h->n++;
	return 1;
}

bool routes_remove(RouteTable *table, uint32_t prefix, int length)
{
	struct route **link, *r;

	if (!is_valid(prefix, length))
		return false;
	link = find(&table->of_length[length], prefix);
	r = link ? *link : NULL;
	if (!r)
		return false;
	*link = r->chain;
	free(r);
	table->of_length[length].n--;
	return true;
}

bool routes_lookup(const RouteTable *table, uint32_t address, uint32_t *next_hop)
{
	for (int length = 32; length >= 0; length--) {
		struct route **link = find(&table->of_length[length], address & mask(length));

		if (link && *link) {
			*next_hop = (*link)->next_hop;
			return true;
		}
	}
	return false;
}

void routes_free(RouteTable *table)
{
	for (int length = 0; length <= 32; length++) {
		struct hash *h = &table->of_length[length];

		for (size_t i = 0; i < h->n_buckets; i++)
			for (struct route *r = h->buckets[i], *next; r; r = next) {
				next = r->chain;
				free(r);
			}
		free(h->buckets);
	}
	free(table);
}
