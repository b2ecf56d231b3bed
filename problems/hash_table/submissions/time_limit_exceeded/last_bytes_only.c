/*
 * Trap: the hash is made of the last eight bytes of the key, however well it mixes them: keys with a common end share
 * one bucket.
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct entry {
	struct entry *next;
	uint64_t hash;
	int64_t value;
	char key[];
};

typedef struct {
	struct entry **buckets;
	size_t mask; /* number of buckets, a power of two, less 1 */
	size_t size;
} HashTable;

static uint64_t hash_of(const char *key)
{
	size_t len = strlen(key);
	uint64_t h = len;

	for (size_t i = len < 8 ? 0 : len - 8; i < len; i++)
		h = (h ^ (unsigned char)key[i]) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 32;
}

/* The link that points to the entry of `key`, or the NULL at the end of its chain. */
static struct entry **find(const HashTable *table, const char *key, uint64_t hash)
{
	struct entry **link = &table->buckets[hash & table->mask];

	while (*link && ((*link)->hash != hash || strcmp((*link)->key, key) != 0))
		link = &(*link)->next;
	return link;
}

HashTable *table_create(void)
{
	HashTable *table = calloc(1, sizeof *table);

	if (!table)
		return NULL;
	table->mask = 15;
	table->buckets = calloc(table->mask + 1, sizeof *table->buckets);
	if (!table->buckets) {
		free(table);
		return NULL;
	}
	return table;
}

static bool grow(HashTable *table)
{
	size_t mask = 2 * table->mask + 1;
	struct entry **buckets = calloc(mask + 1, sizeof *buckets);

	if (!buckets)
		return false;
	for (size_t i = 0; i <= table->mask; i++)
		for (struct entry *e = table->buckets[i], *next; e; e = next) {
			next = e->next;
			e->next = buckets[e->hash & mask];
			buckets[e->hash & mask] = e;
		}
	free(table->buckets);
	table->buckets = buckets;
	table->mask = mask;
	return true;
}

int table_insert(HashTable *table, const char *key, int64_t value)
{
	uint64_t hash = hash_of(key);
	struct entry **link = find(table, key, hash), *e;
	size_t len = strlen(key);

	if (*link) {
		(*link)->value = value;
		return 0;
	}
	if (table->size > table->mask && !grow(table))
		return -ENOMEM;
	e = malloc(sizeof *e + len + 1);
	if (!e)
		return -ENOMEM;
	e->hash = hash;
	e->value = value;
	memcpy(e->key, key, len + 1);
	link = &table->buckets[hash & table->mask];
	e->next = *link;
	*link = e;
	table->size++;
	return 1;
}

bool table_find(const HashTable *table, const char *key, int64_t *value)
{
	const struct entry *e = *find(table, key, hash_of(key));

	if (!e)
		return false;
	*value = e->value;
	return true;
}

bool table_erase(HashTable *table, const char *key)
{
	struct entry **link = find(table, key, hash_of(key)), *e = *link;

	if (!e)
		return false;
	*link = e->next;
	free(e);
	table->size--;
	return true;
}

size_t table_size(const HashTable *table)
{
	return table->size;
}

void table_free(HashTable *table)
{
	for (size_t i = 0; i <= table->mask; i++)
		while (table->buckets[i]) {
			struct entry *e = table->buckets[i];

			table->buckets[i] = e->next;
			free(e);
		}
	free(table->buckets);
	free(table);
}
