/*
 * Trap: 65,536 buckets whatever the capacity, which may be a thousand.
 */
#include <stdint.h>
#include <stdlib.h>

struct node {
	int key;
	int value;
	struct node *chain;
	struct node *prev, *next;
};

#define BUCKETS 65536

typedef struct {
	int capacity;
	int size;
	struct node **buckets;
	struct node *head, *tail; /* most and least recently used */
} LRUCache;

static struct node **find(LRUCache *obj, int key)
{
	uint64_t h = (uint32_t)key * UINT64_C(0x9e3779b97f4a7c15);
	struct node **link;

	h = (h ^ h >> 32) * UINT64_C(0xd6e8feb86659fd93);
	link = &obj->buckets[(uint32_t)(h >> 32) % BUCKETS];
	while (*link && (*link)->key != key)
		link = &(*link)->chain;
	return link;
}

static void detach(LRUCache *obj, struct node *n)
{
	*(n->prev ? &n->prev->next : &obj->head) = n->next;
	*(n->next ? &n->next->prev : &obj->tail) = n->prev;
}

static void attach_front(LRUCache *obj, struct node *n)
{
	n->prev = NULL;
	n->next = obj->head;
	*(obj->head ? &obj->head->prev : &obj->tail) = n;
	obj->head = n;
}

static void evict(LRUCache *obj)
{
	struct node *victim = obj->tail;

	*find(obj, victim->key) = victim->chain;
	detach(obj, victim);
	free(victim);
	obj->size--;
}

LRUCache *lRUCacheCreate(int capacity)
{
	LRUCache *obj = calloc(1, sizeof *obj);

	if (!obj)
		return NULL;
	obj->capacity = capacity;
	obj->buckets = calloc(BUCKETS, sizeof *obj->buckets);
	if (!obj->buckets) {
		free(obj);
		return NULL;
	}
	return obj;
}

int lRUCacheGet(LRUCache *obj, int key)
{
	struct node *n = *find(obj, key);

	if (!n)
		return -1;
	detach(obj, n);
	attach_front(obj, n);
	return n->value;
}

void lRUCachePut(LRUCache *obj, int key, int value)
{
	struct node **link = find(obj, key);
	struct node *n = *link;

	if (n) {
		n->value = value;
		detach(obj, n);
		attach_front(obj, n);
		return;
	}
	if (obj->size == obj->capacity) {
		evict(obj);
		link = find(obj, key);
	}
	n = calloc(1, sizeof *n);
	if (!n)
		abort();
	n->key = key;
	n->value = value;
	*link = n;
	attach_front(obj, n);
	obj->size++;
}

void lRUCacheFree(LRUCache *obj)
{
	if (!obj)
		return;
	while (obj->head) {
		struct node *n = obj->head;

		obj->head = n->next;
		free(n);
	}
	free(obj->buckets);
	free(obj);
}
