/*
 * honest: an lru_cache that is right. A program that includes it says in misbehave() what it tries; that is called
 * once, when the first cache is made, and what follows is honest, so that a try that came to nothing is accepted.
 *
 * A program that got at something it must not have calls escaped(): then it is not accepted, whatever it was.
 */
#include <stdio.h>
#include <stdlib.h>

static void misbehave(void);

__attribute__((unused)) static void escaped(const char *how)
{
	fprintf(stderr, "escaped: %s\n", how);
	abort();
}

#define BUCKETS 65536

struct node {
	int key, value;
	struct node *chain, *before, *after;
};

typedef struct {
	int capacity, size;
	struct node *bucket[BUCKETS];
	struct node ring; /* .after is the one used last */
} LRUCache;

static struct node **place_of(LRUCache *c, int key)
{
	struct node **p = &c->bucket[(unsigned)key * 2654435769u >> 16];

	while (*p && (*p)->key != key)
		p = &(*p)->chain;
	return p;
}

static void leave(struct node *n)
{
	n->before->after = n->after;
	n->after->before = n->before;
}

static void enter(LRUCache *c, struct node *n)
{
	n->before = &c->ring;
	n->after = c->ring.after;
	n->after->before = c->ring.after = n;
}

static void evict(LRUCache *c)
{
	struct node *oldest = c->ring.before;

	leave(oldest);
	*place_of(c, oldest->key) = oldest->chain;
	free(oldest);
	c->size--;
}

LRUCache *lRUCacheCreate(int capacity)
{
	static int once;
	LRUCache *c;

	if (!once++)
		misbehave();
	c = calloc(1, sizeof(*c));
	c->capacity = capacity;
	c->ring.before = c->ring.after = &c->ring;
	return c;
}

int lRUCacheGet(LRUCache *c, int key)
{
	struct node *n = *place_of(c, key);

	if (!n)
		return -1;
	leave(n);
	enter(c, n);
	return n->value;
}

void lRUCachePut(LRUCache *c, int key, int value)
{
	struct node *n = *place_of(c, key);

	if (n) {
		leave(n);
	} else {
		if (c->size == c->capacity)
			evict(c);
		n = calloc(1, sizeof(*n));
		n->key = key;
		*place_of(c, key) = n;
		c->size++;
	}
	n->value = value;
	enter(c, n);
}

void lRUCacheFree(LRUCache *c)
{
	while (c->size)
		evict(c);
	free(c);
}
