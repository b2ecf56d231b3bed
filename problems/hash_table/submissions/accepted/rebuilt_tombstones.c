/*
 * Design: double hashing with tombstones. Live slots and tombstones together fill at most three quarters; when they
 * would fill more, all live entries move to a new table, which is larger only if they need it. So tombstones cost
 * their share of a rebuild, and never gather.
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct slot {
	char *key; /* a copy; NULL: empty, or erased if it was used */
	int64_t value;
	uint32_t hash;
	bool used;
};

typedef struct {
	struct slot *slots;
	size_t n_slots; /* a power of two */
	size_t size;
	size_t used; /* slots that are live or tombstones */
} HashTable;

static uint32_t hash_of(const char *key)
{
	uint32_t h = 0x811c9dc5;

	while (*key) {
		h += (unsigned char)*key++;
		h += h << 10;
		h ^= h >> 6;
	}
	h += h << 3;
	h ^= h >> 11;
	return h + (h << 15);
}

/* The slot of `key`, or NULL; then *vacant is the first one on the way that could hold it. */
static struct slot *find(const HashTable *table, const char *key, uint32_t hash, struct slot **vacant)
{
	size_t mask = table->n_slots - 1;
	size_t i = hash & mask, step = hash * 0x9e3779b1u >> 8 | 1; /* odd: it comes to all slots */

	*vacant = NULL;
	for (;; i = (i + step) & mask) {
		struct slot *slot = &table->slots[i];

		if (!slot->key && !*vacant)
			*vacant = slot;
		if (!slot->used)
			return NULL;
		if (slot->key && slot->hash == hash && !strcmp(slot->key, key))
			return slot;
	}
}

static bool rebuild(HashTable *table)
{
	HashTable new = { NULL, 16, table->size, table->size };

	/* A third full at most, so that the next time is a while ahead. */
	while (new.n_slots < 3 * (table->size + 1))
		new.n_slots *= 2;
	new.slots = calloc(new.n_slots, sizeof *new.slots);
	if (!new.slots)
		return false;
	for (size_t i = 0; i < table->n_slots; i++)
		if (table->slots[i].key) {
			struct slot *vacant;

			find(&new, table->slots[i].key, table->slots[i].hash, &vacant);
			*vacant = table->slots[i];
		}
	free(table->slots);
	*table = new;
	return true;
}

HashTable *table_create(void)
{
	HashTable *table = calloc(1, sizeof *table);

	if (table && !rebuild(table)) {
		free(table);
		return NULL;
	}
	return table;
}

int table_insert(HashTable *table, const char *key, int64_t value)
{
	uint32_t hash = hash_of(key);
	struct slot *vacant, *slot = find(table, key, hash, &vacant);
	char *copy;

	if (slot) {
		slot->value = value;
		return 0;
	}
	if (4 * (table->used + 1) > 3 * table->n_slots) {
		if (!rebuild(table))
			return -ENOMEM;
		find(table, key, hash, &vacant);
	}
	copy = strdup(key);
	if (!copy)
		return -ENOMEM;
	table->used += !vacant->used;
	*vacant = (struct slot){ copy, value, hash, true };
	table->size++;
	return 1;
}

bool table_find(const HashTable *table, const char *key, int64_t *value)
{
	struct slot *vacant, *slot = find(table, key, hash_of(key), &vacant);

	if (!slot)
		return false;
	*value = slot->value;
	return true;
}

bool table_erase(HashTable *table, const char *key)
{
	struct slot *vacant, *slot = find(table, key, hash_of(key), &vacant);

	if (!slot)
		return false;
	free(slot->key);
	slot->key = NULL;
	table->size--;
	return true;
}

size_t table_size(const HashTable *table)
{
	return table->size;
}

void table_free(HashTable *table)
{
	for (size_t i = 0; i < table->n_slots; i++)
		free(table->slots[i].key);
	free(table->slots);
	free(table);
}
