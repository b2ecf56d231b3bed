/*
 * Trap: a hash table makes get fast, but the order of use is a time stamp in each entry, and each eviction looks at
 * all of them for the oldest.
 */
#include <stdint.h>
#include <stdlib.h>

struct entry {
	int key;
	int value;
	uint32_t chain;   /* number of the next entry of the bucket + 1, 0 at the end */
	uint64_t used_at; /* when it was used last */
};

typedef struct {
	uint32_t capacity;
	uint32_t size;
	uint32_t mask;
	uint32_t *buckets;
	struct entry *entries;
	uint64_t clock;
} LRUCache;

static uint32_t *find(LRUCache *obj, int key)
{
	uint64_t h = (uint32_t)key * UINT64_C(0x9e3779b97f4a7c15);
	uint32_t *link;

	h = (h ^ h >> 32) * UINT64_C(0xd6e8feb86659fd93);
	link = &obj->buckets[(uint32_t)(h >> 32) & obj->mask];
	while (*link && obj->entries[*link - 1].key != key)
		link = &obj->entries[*link - 1].chain;
	return link;
}

static uint32_t evict(LRUCache *obj)
{
	uint32_t oldest = 0;
	uint32_t *link;

	for (uint32_t i = 1; i < obj->size; i++)
		if (obj->entries[i].used_at < obj->entries[oldest].used_at)
			oldest = i;
	link = find(obj, obj->entries[oldest].key);
	*link = obj->entries[oldest].chain;
	return oldest;
}

void lRUCacheFree(LRUCache *obj)
{
	if (!obj)
		return;
	free(obj->buckets);
	free(obj->entries);
	free(obj);
}

LRUCache *lRUCacheCreate(int capacity)
{
	LRUCache *obj = calloc(1, sizeof *obj);
	uint32_t buckets = 1;

	if (!obj)
		return NULL;
	while (buckets < (uint32_t)capacity)
		buckets *= 2;
	obj->capacity = (uint32_t)capacity;
	obj->mask = buckets - 1;
	obj->buckets = calloc(buckets, sizeof *obj->buckets);
	obj->entries = calloc((size_t)capacity, sizeof *obj->entries);
	if (!obj->buckets || !obj->entries) {
		lRUCacheFree(obj);
		return NULL;
	}
	return obj;
}

int lRUCacheGet(LRUCache *obj, int key)
{
	uint32_t number = *find(obj, key);

	if (!number)
		return -1;
	obj->entries[number - 1].used_at = ++obj->clock;
	return obj->entries[number - 1].value;
}

void lRUCachePut(LRUCache *obj, int key, int value)
{
	uint32_t number = *find(obj, key);

	if (!number) {
		uint32_t *link;

		number = (obj->size < obj->capacity ? obj->size++ : evict(obj)) + 1;
		link = find(obj, key);
		*link = number;
		obj->entries[number - 1].key = key;
		obj->entries[number - 1].chain = 0;
	}
	obj->entries[number - 1].value = value;
	obj->entries[number - 1].used_at = ++obj->clock;
}
