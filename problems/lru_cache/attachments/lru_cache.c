/*
 * lru_cache: an integer cache that forgets the least recently used key. `judge show lru_cache` prints the task.
 *
 * The names and types of the four functions are fixed; what LRUCache holds is yours.
 */
#include <stdlib.h>

typedef struct {
	int capacity;
} LRUCache;

LRUCache *lRUCacheCreate(int capacity)
{
	LRUCache *obj = calloc(1, sizeof *obj);

	if (obj)
		obj->capacity = capacity;
	return obj;
}

int lRUCacheGet(LRUCache *obj, int key)
{
	(void)obj;
	(void)key;
	return -1;
}

void lRUCachePut(LRUCache *obj, int key, int value)
{
	(void)obj;
	(void)key;
	(void)value;
}

void lRUCacheFree(LRUCache *obj)
{
	free(obj);
}
