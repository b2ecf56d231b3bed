/*
 * Trap: one list in the order of use and nothing else. It is short and right, and each get and each put walks the
 * list: O(n) an operation.
 */
#include <stdlib.h>

struct node {
	int key;
	int value;
	struct node *next;
};

typedef struct {
	int capacity;
	int size;
	struct node *first; /* the most recently used one */
} LRUCache;

/* The link to the node of `key`; if there is none, the link to the last node. */
static struct node **find(LRUCache *obj, int key)
{
	struct node **link = &obj->first;

	while ((*link)->key != key && (*link)->next)
		link = &(*link)->next;
	return link;
}

static void move_to_front(LRUCache *obj, struct node **link)
{
	struct node *n = *link;

	*link = n->next;
	n->next = obj->first;
	obj->first = n;
}

LRUCache *lRUCacheCreate(int capacity)
{
	LRUCache *obj = calloc(1, sizeof *obj);

	if (obj)
		obj->capacity = capacity;
	return obj;
}

int lRUCacheGet(LRUCache *obj, int key)
{
	struct node **link;

	if (!obj->first)
		return -1;
	link = find(obj, key);
	if ((*link)->key != key)
		return -1;
	move_to_front(obj, link);
	return obj->first->value;
}

void lRUCachePut(LRUCache *obj, int key, int value)
{
	struct node **link = obj->first ? find(obj, key) : NULL;

	if (link && ((*link)->key == key || obj->size == obj->capacity)) {
		move_to_front(obj, link); /* the node of the key, or the oldest one for a new key */
	} else {
		struct node *n = calloc(1, sizeof *n);

		if (!n)
			abort();
		n->next = obj->first;
		obj->first = n;
		obj->size++;
	}
	obj->first->key = key;
	obj->first->value = value;
}

void lRUCacheFree(LRUCache *obj)
{
	while (obj->first) {
		struct node *n = obj->first;

		obj->first = n->next;
		free(n);
	}
	free(obj);
}
