/*
 * Design: a chained hash table finds the entry of a key, a ring through all entries keeps the order of use. The
 * entries are one block, made with the cache; a put into a full cache takes the oldest entry over, so that nothing is
 * allocated or freed after creation.
 */
#include <stdint.h>
#include <stdlib.h>

struct entry {
	int key;
	int value;
	struct entry *chain;       /* next entry of the same bucket */
	struct entry *prev, *next; /* neighbours in the order of use */
};

typedef struct {
	int capacity;
	int size;
	uint32_t mask; /* number of buckets - 1 */
	struct entry **buckets;
	struct entry *entries;
	struct entry ring; /* ring.next is the entry used last, ring.prev the one to evict */
} LRUCache;

/* Two rounds of multiply and fold: keys that differ in their high bits only must not share a bucket. */
static struct entry **bucket_of(LRUCache *cache, int key)
{
	uint64_t h = (uint32_t)key * UINT64_C(0x9e3779b97f4a7c15);

	h = (h ^ h >> 32) * UINT64_C(0xd6e8feb86659fd93);
	return &cache->buckets[(uint32_t)(h >> 32) & cache->mask];
}

/* The link that points to the entry of `key`, or the NULL at the end of its chain. */
static struct entry **find(LRUCache *cache, int key)
{
	struct entry **link = bucket_of(cache, key);

	while (*link && (*link)->key != key)
		link = &(*link)->chain;
	return link;
}

static void ring_remove(struct entry *e)
{
	e->prev->next = e->next;
	e->next->prev = e->prev;
}

static void ring_add_first(LRUCache *cache, struct entry *e)
{
	e->prev = &cache->ring;
	e->next = cache->ring.next;
	e->next->prev = e;
	e->prev->next = e;
}

static void touch(LRUCache *cache, struct entry *e)
{
	ring_remove(e);
	ring_add_first(cache, e);
}

/* An entry for a new key, out of the table and the ring: an unused one, or the oldest. */
static struct entry *take_entry(LRUCache *cache)
{
	struct entry *oldest;

	if (cache->size < cache->capacity)
		return &cache->entries[cache->size++];
	oldest = cache->ring.prev;
	*find(cache, oldest->key) = oldest->chain;
	ring_remove(oldest);
	return oldest;
}

LRUCache *lRUCacheCreate(int capacity)
{
	LRUCache *cache = calloc(1, sizeof *cache);
	uint32_t buckets = 1;

	if (!cache)
		return NULL;
	while (buckets < (uint32_t)capacity)
		buckets *= 2;
	cache->capacity = capacity;
	cache->mask = buckets - 1;
	cache->buckets = calloc(buckets, sizeof *cache->buckets);
	cache->entries = calloc((size_t)capacity, sizeof *cache->entries);
	cache->ring.prev = cache->ring.next = &cache->ring;
	if (!cache->buckets || !cache->entries) {
		free(cache->buckets);
		free(cache->entries);
		free(cache);
		return NULL;
	}
	return cache;
}

int lRUCacheGet(LRUCache *cache, int key)
{
	struct entry *e = *find(cache, key);

	if (!e)
		return -1;
	touch(cache, e);
	return e->value;
}

void lRUCachePut(LRUCache *cache, int key, int value)
{
	struct entry *e = *find(cache, key);
	struct entry **bucket;

	if (e) {
		e->value = value;
		touch(cache, e);
		return;
	}
	e = take_entry(cache);
	bucket = bucket_of(cache, key);
	e->key = key;
	e->value = value;
	e->chain = *bucket;
	*bucket = e;
	ring_add_first(cache, e);
}

void lRUCacheFree(LRUCache *cache)
{
	if (!cache)
		return;
	free(cache->buckets);
	free(cache->entries);
	free(cache);
}
