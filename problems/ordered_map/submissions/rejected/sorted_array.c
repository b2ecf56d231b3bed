/*
 * Trap: a sorted array: questions take O(log n) or O(1), but an insert and an erase move half of the entries.
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct entry {
	int64_t key, value;
};

typedef struct {
	struct entry *entries;
	size_t size, room;
} OrderedMap;

OrderedMap *map_create(void)
{
	return calloc(1, sizeof(OrderedMap));
}

size_t map_rank(OrderedMap *map, int64_t key)
{
	size_t low = 0, high = map->size;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (map->entries[middle].key < key)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct entry *find(OrderedMap *map, int64_t key)
{
	size_t at = map_rank(map, key);

	return at < map->size && map->entries[at].key == key ? &map->entries[at] : NULL;
}

int map_insert(OrderedMap *map, int64_t key, int64_t value)
{
	struct entry *e = find(map, key);
	size_t at = map_rank(map, key);

	if (e) {
		e->value = value;
		return 0;
	}
	if (map->size == map->room) {
		size_t room = map->room ? 2 * map->room : 16;
		struct entry *entries = realloc(map->entries, room * sizeof *entries);

		if (!entries)
			return -ENOMEM;
		map->entries = entries;
		map->room = room;
	}
	e = &map->entries[at];
	memmove(e + 1, e, (map->size - at) * sizeof *e);
	*e = (struct entry){ key, value };
	map->size++;
	return 1;
}

bool map_erase(OrderedMap *map, int64_t key)
{
	struct entry *e = find(map, key);

	if (!e)
		return false;
	map->size--;
	memmove(e, e + 1, (size_t)(map->entries + map->size - e) * sizeof *e);
	return true;
}

bool map_find(OrderedMap *map, int64_t key, int64_t *value)
{
	struct entry *e = find(map, key);

	if (e)
		*value = e->value;
	return e != NULL;
}

bool map_kth(OrderedMap *map, size_t k, int64_t *found, int64_t *value)
{
	if (k >= map->size)
		return false;
	*found = map->entries[k].key;
	*value = map->entries[k].value;
	return true;
}

bool map_floor(OrderedMap *map, int64_t key, int64_t *found, int64_t *value)
{
	size_t at = map_rank(map, key);

	if (find(map, key))
		at++;
	return at > 0 && map_kth(map, at - 1, found, value);
}

void map_free(OrderedMap *map)
{
	free(map->entries);
	free(map);
}
