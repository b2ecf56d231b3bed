/*
 * Trap: open addressing that counts tombstones as taken slots and doubles its table when they fill it. The table
 * remembers every key that it has ever seen: at a fixed capacity it grows with the number of operations.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

struct node {
	int key;
	int value;
	struct node *prev, *next;
};

struct slot {
	int key;
	bool taken;
	struct node *node; /* NULL in a taken slot: a tombstone */
};

typedef struct {
	uint32_t capacity;
	uint32_t size;
	uint32_t taken;
	uint32_t mask;
	struct slot *slots;
	struct node *head, *tail; /* most and least recently used */
} LRUCache;

static struct slot *find(LRUCache *obj, int key)
{
	uint64_t h = (uint32_t)key * UINT64_C(0x9e3779b97f4a7c15);
	uint32_t i;

	h = (h ^ h >> 32) * UINT64_C(0xd6e8feb86659fd93);
	i = (uint32_t)(h >> 32) & obj->mask;
	while (obj->slots[i].taken && obj->slots[i].key != key)
		i = (i + 1) & obj->mask;
	return &obj->slots[i];
}

/* Twice the slots, when three quarters are taken. */
static void grow_if_full(LRUCache *obj)
{
	uint32_t n_old = obj->mask + 1;
	struct slot *old = obj->slots;

	if (obj->taken < n_old / 4 * 3)
		return;
	obj->slots = calloc(2 * (size_t)n_old, sizeof *obj->slots);
	if (!obj->slots)
		abort();
	obj->mask = 2 * n_old - 1;
	for (uint32_t i = 0; i < n_old; i++)
		if (old[i].taken)
			*find(obj, old[i].key) = old[i];
	free(old);
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

LRUCache *lRUCacheCreate(int capacity)
{
	LRUCache *obj = calloc(1, sizeof *obj);
	uint32_t slots = 16;

	if (!obj)
		return NULL;
	while (slots < 2 * (uint32_t)capacity)
		slots *= 2;
	obj->capacity = (uint32_t)capacity;
	obj->mask = slots - 1;
	obj->slots = calloc(slots, sizeof *obj->slots);
	if (!obj->slots) {
		free(obj);
		return NULL;
	}
	return obj;
}

int lRUCacheGet(LRUCache *obj, int key)
{
	struct node *n = find(obj, key)->node;

	if (!n)
		return -1;
	detach(obj, n);
	attach_front(obj, n);
	return n->value;
}

void lRUCachePut(LRUCache *obj, int key, int value)
{
	struct node *n = find(obj, key)->node;
	struct slot *slot;

	if (n) {
		detach(obj, n);
	} else {
		if (obj->size == obj->capacity) {
			n = obj->tail;
			detach(obj, n);
			find(obj, n->key)->node = NULL;
		} else {
			n = calloc(1, sizeof *n);
			if (!n)
				abort();
			obj->size++;
		}
		grow_if_full(obj);
		slot = find(obj, key);
		obj->taken += !slot->taken;
		*slot = (struct slot){ key, true, n };
		n->key = key;
	}
	n->value = value;
	attach_front(obj, n);
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
	free(obj->slots);
	free(obj);
}
