/*
 * Trap: a node is known by the 32-bit hash of its key (FNV-1a over its bytes) and the key itself is never compared:
 * keys that collide are one key.
 */
#include <stdint.h>
#include <stdlib.h>

struct node {
	uint32_t hash;
	int value;
	struct node *chain;
	struct node *prev, *next;
};

typedef struct {
	int capacity;
	int size;
	uint32_t mask;
	struct node **buckets;
	struct node *head, *tail; /* most and least recently used */
} LRUCache;

static uint32_t hash_of(int key)
{
	uint32_t h = UINT32_C(2166136261);

	for (int i = 0; i < 4; i++)
		h = (h ^ ((uint32_t)key >> 8 * i & 0xff)) * UINT32_C(16777619);
	return h;
}

static struct node **find(LRUCache *obj, uint32_t hash)
{
	struct node **link = &obj->buckets[(hash ^ hash >> 15) & obj->mask];

	while (*link && (*link)->hash != hash)
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

	*find(obj, victim->hash) = victim->chain;
	detach(obj, victim);
	free(victim);
	obj->size--;
}

LRUCache *lRUCacheCreate(int capacity)
{
	LRUCache *obj = calloc(1, sizeof *obj);
	uint32_t buckets = 1;

	if (!obj)
		return NULL;
	while (buckets < (uint32_t)capacity)
		buckets *= 2;
	obj->capacity = capacity;
	obj->mask = buckets - 1;
	obj->buckets = calloc(buckets, sizeof *obj->buckets);
	if (!obj->buckets) {
		free(obj);
		return NULL;
	}
	return obj;
}

int lRUCacheGet(LRUCache *obj, int key)
{
	struct node *n = *find(obj, hash_of(key));

	if (!n)
		return -1;
	detach(obj, n);
	attach_front(obj, n);
	return n->value;
}

void lRUCachePut(LRUCache *obj, int key, int value)
{
	struct node **link = find(obj, hash_of(key));
	struct node *n = *link;

	if (n) {
		n->value = value;
		detach(obj, n);
		attach_front(obj, n);
		return;
	}
	if (obj->size == obj->capacity) {
		evict(obj);
		link = find(obj, hash_of(key));
	}
	n = calloc(1, sizeof *n);
	if (!n)
		abort();
	n->hash = hash_of(key);
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
