/*
 * Trap: an array with a cell for each key from 0 to 10,000, the range that people know from elsewhere. Here a key is
 * any int: the smallest one lies 32 GiB before the array.
 */
#include <stdlib.h>

#define KEYS 10001

struct cell {
	int value;
	int present;
	int prev, next; /* keys, -1 at the ends */
};

typedef struct {
	int capacity;
	int size;
	int newest, oldest;
	struct cell *cells; /* by key */
} LRUCache;

static void detach(LRUCache *obj, int key)
{
	struct cell *c = &obj->cells[key];

	*(c->prev < 0 ? &obj->newest : &obj->cells[c->prev].next) = c->next;
	*(c->next < 0 ? &obj->oldest : &obj->cells[c->next].prev) = c->prev;
	c->present = 0;
	obj->size--;
}

static void attach_newest(LRUCache *obj, int key)
{
	struct cell *c = &obj->cells[key];

	c->prev = -1;
	c->next = obj->newest;
	*(obj->newest < 0 ? &obj->oldest : &obj->cells[obj->newest].prev) = key;
	obj->newest = key;
	c->present = 1;
	obj->size++;
}

LRUCache *lRUCacheCreate(int capacity)
{
	LRUCache *obj = calloc(1, sizeof *obj);

	if (!obj)
		return NULL;
	obj->capacity = capacity;
	obj->newest = obj->oldest = -1;
	obj->cells = calloc(KEYS, sizeof *obj->cells);
	if (!obj->cells) {
		free(obj);
		return NULL;
	}
	return obj;
}

int lRUCacheGet(LRUCache *obj, int key)
{
	if (!obj->cells[key].present)
		return -1;
	detach(obj, key);
	attach_newest(obj, key);
	return obj->cells[key].value;
}

void lRUCachePut(LRUCache *obj, int key, int value)
{
	if (obj->cells[key].present)
		detach(obj, key);
	else if (obj->size == obj->capacity)
		detach(obj, obj->oldest);
	attach_newest(obj, key);
	obj->cells[key].value = value;
}

void lRUCacheFree(LRUCache *obj)
{
	free(obj->cells);
	free(obj);
}
