/*
 * Design: uthash keeps the entries of a table in the order in which they were added. To delete an entry and to add it
 * again makes it the newest; the first one is the one to evict.
 */
#include <stdlib.h>
#include <uthash.h>

struct entry {
	int key;
	int value;
	UT_hash_handle hh;
};

typedef struct {
	unsigned capacity;
	struct entry *entries;
} LRUCache;

static struct entry *find_and_touch(LRUCache *cache, int key)
{
	struct entry *e;

	HASH_FIND_INT(cache->entries, &key, e);
	if (e) {
		HASH_DEL(cache->entries, e);
		HASH_ADD_INT(cache->entries, key, e);
	}
	return e;
}

LRUCache *lRUCacheCreate(int capacity)
{
	LRUCache *cache = calloc(1, sizeof *cache);

	if (cache)
		cache->capacity = (unsigned)capacity;
	return cache;
}

int lRUCacheGet(LRUCache *cache, int key)
{
	struct entry *e = find_and_touch(cache, key);

	return e ? e->value : -1;
}

void lRUCachePut(LRUCache *cache, int key, int value)
{
	struct entry *e = find_and_touch(cache, key);

	if (e) {
		e->value = value;
		return;
	}
	if (HASH_COUNT(cache->entries) == cache->capacity) {
		e = cache->entries;
		HASH_DEL(cache->entries, e);
	} else {
		e = calloc(1, sizeof *e);
		if (!e)
			abort();
	}
	e->key = key;
	e->value = value;
	HASH_ADD_INT(cache->entries, key, e);
}

void lRUCacheFree(LRUCache *cache)
{
	struct entry *e, *next;

	HASH_ITER(hh, cache->entries, e, next)
	{
		HASH_DEL(cache->entries, e);
		free(e);
	}
	free(cache);
}
