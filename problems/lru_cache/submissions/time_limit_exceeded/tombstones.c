/*
 * Trap: open addressing that marks evicted slots as gone and never makes them empty again. After some churn no slot
 * is empty, and the search for a key that is not there visits the whole table.
 */
#include <stdint.h>
#include <stdlib.h>

enum state { EMPTY, LIVE, GONE };

struct slot {
	int key;
	int value;
	enum state state;
	struct slot *prev, *next;
};

typedef struct {
	uint32_t capacity;
	uint32_t size;
	uint32_t mask;
	struct slot *slots;
	struct slot *head, *tail; /* most and least recently used */
} LRUCache;

/*
 * The slot of `key`, or NULL; then *free_slot is one that it can take: an empty one, or, when there is none left, one
 * that is gone.
 */
static struct slot *find(LRUCache *obj, int key, struct slot **free_slot)
{
	uint64_t h = (uint32_t)key * UINT64_C(0x9e3779b97f4a7c15);
	uint32_t i;

	h = (h ^ h >> 32) * UINT64_C(0xd6e8feb86659fd93);
	i = (uint32_t)(h >> 32) & obj->mask;
	*free_slot = NULL;
	for (uint32_t steps = 0; steps <= obj->mask; steps++, i = (i + 1) & obj->mask) {
		struct slot *s = &obj->slots[i];

		if (s->state == LIVE && s->key == key)
			return s;
		if (s->state == GONE && !*free_slot)
			*free_slot = s;
		if (s->state == EMPTY) {
			*free_slot = s;
			break;
		}
	}
	return NULL;
}

static void detach(LRUCache *obj, struct slot *s)
{
	*(s->prev ? &s->prev->next : &obj->head) = s->next;
	*(s->next ? &s->next->prev : &obj->tail) = s->prev;
}

static void attach_front(LRUCache *obj, struct slot *s)
{
	s->prev = NULL;
	s->next = obj->head;
	*(obj->head ? &obj->head->prev : &obj->tail) = s;
	obj->head = s;
}

LRUCache *lRUCacheCreate(int capacity)
{
	LRUCache *obj = calloc(1, sizeof *obj);
	uint32_t slots = 2;

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
	struct slot *free_slot;
	struct slot *s = find(obj, key, &free_slot);

	if (!s)
		return -1;
	detach(obj, s);
	attach_front(obj, s);
	return s->value;
}

void lRUCachePut(LRUCache *obj, int key, int value)
{
	struct slot *free_slot;
	struct slot *s = find(obj, key, &free_slot);

	if (s) {
		detach(obj, s);
	} else {
		if (obj->size == obj->capacity) {
			obj->tail->state = GONE;
			detach(obj, obj->tail);
			obj->size--;
		}
		s = free_slot;
		s->key = key;
		s->state = LIVE;
		obj->size++;
	}
	s->value = value;
	attach_front(obj, s);
}

void lRUCacheFree(LRUCache *obj)
{
	if (!obj)
		return;
	free(obj->slots);
	free(obj);
}
