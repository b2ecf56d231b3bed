/*
 * Trap: the copy of an erased key is not freed.
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct slot {
	char *key; /* a copy; NULL: empty */
	int64_t value;
	uint64_t hash;
};

typedef struct {
	struct slot *slots;
	size_t mask; /* number of slots, a power of two, less 1 */
	size_t size;
} HashTable;

/* Multiply and rotate for each byte, and a finish that mixes all bits. */
static uint64_t hash_of(const char *key)
{
	uint64_t h = 0x2545f491;

	for (; *key; key++) {
		h = (h + (unsigned char)*key) * UINT64_C(0x9e3779b97f4a7c15);
		h = h << 27 | h >> 37;
	}
	h ^= h >> 29;
	h *= UINT64_C(0xbf58476d1ce4e5b9);
	return h ^ h >> 32;
}

/* The slot of `key`, or the empty one where it would go. */
static struct slot *find(const HashTable *table, const char *key, uint64_t hash)
{
	size_t i = hash & table->mask;

	while (table->slots[i].key && (table->slots[i].hash != hash || strcmp(table->slots[i].key, key) != 0))
		i = (i + 1) & table->mask;
	return &table->slots[i];
}

static bool resize(HashTable *table, size_t n_slots)
{
	struct slot *old = table->slots;
	size_t n_old = old ? table->mask + 1 : 0;
	struct slot *slots = calloc(n_slots, sizeof *slots);

	if (!slots)
		return false;
	table->slots = slots;
	table->mask = n_slots - 1;
	for (size_t i = 0; i < n_old; i++)
		if (old[i].key)
			*find(table, old[i].key, old[i].hash) = old[i];
	free(old);
	return true;
}

HashTable *table_create(void)
{
	HashTable *table = calloc(1, sizeof *table);

	if (table && !resize(table, 8)) {
		free(table);
		return NULL;
	}
	return table;
}

int table_insert(HashTable *table, const char *key, int64_t value)
{
	uint64_t hash = hash_of(key);
	struct slot *slot = find(table, key, hash);
	char *copy;

	if (slot->key) {
		slot->value = value;
		return 0;
	}
	copy = strdup(key);
	if (!copy)
		return -ENOMEM;
	if (2 * (table->size + 1) > table->mask) {
		if (!resize(table, 2 * (table->mask + 1))) {
			free(copy);
			return -ENOMEM;
		}
		slot = find(table, key, hash);
	}
	*slot = (struct slot){ copy, value, hash };
	table->size++;
	return 1;
}

bool table_find(const HashTable *table, const char *key, int64_t *value)
{
	const struct slot *slot = find(table, key, hash_of(key));

	if (slot->key)
		*value = slot->value;
	return slot->key;
}

bool table_erase(HashTable *table, const char *key)
{
	struct slot *slot = find(table, key, hash_of(key));
	size_t hole = (size_t)(slot - table->slots);

	if (!slot->key)
		return false;
	for (size_t i = (hole + 1) & table->mask; table->slots[i].key; i = (i + 1) & table->mask) {
		size_t home = table->slots[i].hash & table->mask;

		/* It may move into the hole only if the hole does not lie before its home. */
		if (((i - home) & table->mask) < ((i - hole) & table->mask))
			continue;
		table->slots[hole] = table->slots[i];
		hole = i;
	}
	table->slots[hole].key = NULL;
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
		free(table->slots[i].key);
	free(table->slots);
	free(table);
}
