/*
 * Design: one array of slots with linear probing, at most half full. The order of use is a list of slot numbers
 * inside the slots. Removal shifts the rest of the run back instead of leaving a tombstone; a slot that moves takes
 * its place in the list with it.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#define NONE UINT32_MAX

struct slot {
	int key;
	int value;
	bool used;
	uint32_t older, newer; /* slot numbers, NONE at the ends */
};

typedef struct {
	uint32_t capacity;
	uint32_t size;
	uint32_t mask; /* number of slots - 1 */
	uint32_t oldest, newest;
	struct slot slots[];
} LRUCache;

static uint32_t home_of(const LRUCache *cache, int key)
{
	uint32_t h = (uint32_t)key;

	h = (h ^ h >> 15) * UINT32_C(0x2c1b3c6d);
	h = (h ^ h >> 12) * UINT32_C(0x297a2d39);
	return (h ^ h >> 15) & cache->mask;
}

/* The slot of `key`, or the empty slot where it would go. */
static uint32_t find(const LRUCache *cache, int key)
{
	uint32_t i = home_of(cache, key);

	while (cache->slots[i].used && cache->slots[i].key != key)
		i = (i + 1) & cache->mask;
	return i;
}

/* Makes the neighbours of slot `i` (or the ends) say `older_side` and `newer_side` where they said `i`. */
static void relink(LRUCache *cache, uint32_t i, uint32_t older_side, uint32_t newer_side)
{
	const struct slot *s = &cache->slots[i];

	*(s->older == NONE ? &cache->oldest : &cache->slots[s->older].newer) = older_side;
	*(s->newer == NONE ? &cache->newest : &cache->slots[s->newer].older) = newer_side;
}

static void list_remove(LRUCache *cache, uint32_t i)
{
	relink(cache, i, cache->slots[i].newer, cache->slots[i].older);
}

static void list_add_newest(LRUCache *cache, uint32_t i)
{
	cache->slots[i].older = cache->newest;
	cache->slots[i].newer = NONE;
	relink(cache, i, i, i);
}

static void evict_oldest(LRUCache *cache)
{
	uint32_t hole = cache->oldest;
	uint32_t i = hole;

	list_remove(cache, hole);
	for (;;) {
		i = (i + 1) & cache->mask;
		if (!cache->slots[i].used)
			break;
		/* It may move into the hole only if the hole does not lie before its home. */
		if (((i - home_of(cache, cache->slots[i].key)) & cache->mask) < ((i - hole) & cache->mask))
			continue;
		cache->slots[hole] = cache->slots[i];
		relink(cache, i, hole, hole);
		hole = i;
	}
	cache->slots[hole].used = false;
	cache->size--;
}

LRUCache *lRUCacheCreate(int capacity)
{
	LRUCache *cache;
	uint32_t slots = 2;

	while (slots < 2 * (uint32_t)capacity)
		slots *= 2;
	cache = calloc(1, sizeof *cache + slots * sizeof cache->slots[0]);
	if (!cache)
		return NULL;
	cache->capacity = (uint32_t)capacity;
	cache->mask = slots - 1;
	cache->oldest = cache->newest = NONE;
	return cache;
}

int lRUCacheGet(LRUCache *cache, int key)
{
	uint32_t i = find(cache, key);

	if (!cache->slots[i].used)
		return -1;
	list_remove(cache, i);
	list_add_newest(cache, i);
	return cache->slots[i].value;
}

void lRUCachePut(LRUCache *cache, int key, int value)
{
	uint32_t i = find(cache, key);

	if (cache->slots[i].used) {
		list_remove(cache, i);
	} else {
		if (cache->size == cache->capacity) {
			evict_oldest(cache);
			i = find(cache, key); /* the shift may have opened a nearer slot */
		}
		cache->slots[i].used = true;
		cache->slots[i].key = key;
		cache->size++;
	}
	cache->slots[i].value = value;
	list_add_newest(cache, i);
}

void lRUCacheFree(LRUCache *cache)
{
	free(cache);
}
