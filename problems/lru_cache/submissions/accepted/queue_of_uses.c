/*
 * Design: no list at all. Each use appends (entry, stamp) to a queue and gives the entry that stamp; eviction drops
 * queue elements from the front until one still carries the stamp of its entry: that entry was not used since. The
 * queue holds twice the capacity and is compacted when it is full, which at least `capacity` uses have paid for.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NONE UINT32_MAX

struct entry {
	int key;
	int value;
	uint32_t chain; /* next entry of the bucket, or NONE */
	uint64_t stamp; /* of its last use */
};

struct use {
	uint32_t entry;
	uint64_t stamp;
};

typedef struct {
	uint32_t capacity;
	uint32_t size;
	uint32_t mask;
	uint32_t *buckets; /* first entry, or NONE */
	struct entry *entries;
	struct use *queue; /* uses from `first` up to `end`, oldest first */
	size_t first, end;
	uint64_t clock;
} LRUCache;

static uint32_t *bucket_of(const LRUCache *cache, int key)
{
	uint32_t h = (uint32_t)key;

	h = (h ^ h >> 16) * UINT32_C(0x045d9f3b);
	h = (h ^ h >> 16) * UINT32_C(0x045d9f3b);
	return &cache->buckets[(h ^ h >> 16) & cache->mask];
}

/* The link that holds the number of the entry of `key`, or NONE. */
static uint32_t *find(const LRUCache *cache, int key)
{
	uint32_t *link = bucket_of(cache, key);

	while (*link != NONE && cache->entries[*link].key != key)
		link = &cache->entries[*link].chain;
	return link;
}

static int is_latest(const LRUCache *cache, const struct use *u)
{
	return cache->entries[u->entry].stamp == u->stamp;
}

static void compact(LRUCache *cache)
{
	size_t end = 0;

	for (size_t i = cache->first; i < cache->end; i++)
		if (is_latest(cache, &cache->queue[i]))
			cache->queue[end++] = cache->queue[i];
	cache->first = 0;
	cache->end = end;
}

static void touch(LRUCache *cache, uint32_t entry)
{
	cache->entries[entry].stamp = ++cache->clock;
	if (cache->end == 2 * (size_t)cache->capacity)
		compact(cache);
	cache->queue[cache->end++] = (struct use){ entry, cache->clock };
}

static uint32_t evict(LRUCache *cache)
{
	uint32_t entry;

	while (!is_latest(cache, &cache->queue[cache->first]))
		cache->first++;
	entry = cache->queue[cache->first++].entry;
	*find(cache, cache->entries[entry].key) = cache->entries[entry].chain;
	return entry;
}

void lRUCacheFree(LRUCache *cache)
{
	if (!cache)
		return;
	free(cache->buckets);
	free(cache->entries);
	free(cache->queue);
	free(cache);
}

LRUCache *lRUCacheCreate(int capacity)
{
	LRUCache *cache = calloc(1, sizeof *cache);
	uint32_t buckets = 1;

	if (!cache)
		return NULL;
	while (buckets < (uint32_t)capacity)
		buckets *= 2;
	cache->capacity = (uint32_t)capacity;
	cache->mask = buckets - 1;
	cache->buckets = malloc(buckets * sizeof *cache->buckets);
	cache->entries = calloc((size_t)capacity, sizeof *cache->entries);
	cache->queue = calloc(2 * (size_t)capacity, sizeof *cache->queue);
	if (!cache->buckets || !cache->entries || !cache->queue) {
		lRUCacheFree(cache);
		return NULL;
	}
	memset(cache->buckets, 0xff, buckets * sizeof *cache->buckets); /* all NONE */
	return cache;
}

int lRUCacheGet(LRUCache *cache, int key)
{
	uint32_t entry = *find(cache, key);

	if (entry == NONE)
		return -1;
	touch(cache, entry);
	return cache->entries[entry].value;
}

void lRUCachePut(LRUCache *cache, int key, int value)
{
	uint32_t entry = *find(cache, key);

	if (entry == NONE) {
		uint32_t *bucket = bucket_of(cache, key);

		entry = cache->size < cache->capacity ? cache->size++ : evict(cache);
		cache->entries[entry].key = key;
		cache->entries[entry].chain = *bucket;
		*bucket = entry;
	}
	cache->entries[entry].value = value;
	touch(cache, entry);
}
