/* time: n; space: 1; order: random */
#include "kernel.h"

/* A cache of 1000 keys under n operations: a table, a list through it, and nothing that grows. */
#define CAPACITY 1000
#define BUCKETS  2048

struct line {
	struct line *next, *newer, *older;
	int key;
};

static struct line *buckets[BUCKETS], ends;
static int used;

static struct line **bucket(int key)
{
	return &buckets[(uint32_t)key * 2654435769u >> 21];
}

static void unlink_line(struct line *l)
{
	l->newer->older = l->older;
	l->older->newer = l->newer;
}

static void put_first(struct line *l)
{
	l->older = ends.older;
	l->newer = &ends;
	ends.older->newer = l;
	ends.older = l;
}

static void evict(void)
{
	struct line *oldest = ends.newer, **at = bucket(oldest->key);

	while (*at != oldest)
		at = &(*at)->next;
	*at = oldest->next;
	unlink_line(oldest);
	free(oldest);
	used--;
}

static bool touch(int key)
{
	struct line *l;

	for (l = *bucket(key); l && l->key != key; l = l->next)
		;
	if (l) {
		unlink_line(l);
		put_first(l);
		return true;
	}
	if (used == CAPACITY)
		evict();
	l = claim(1, sizeof(*l));
	l->key = key;
	l->next = *bucket(key);
	*bucket(key) = l;
	put_first(l);
	used++;
	return false;
}

long kernel(int *values, int n)
{
	long hits = 0;

	ends.newer = ends.older = &ends;
	for (int i = 0; i < n; i++)
		hits += touch(values[i] % 3000);
	while (used)
		evict();
	return hits;
}
