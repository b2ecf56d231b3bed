/*
 * driver: plays one test of lru_cache.
 *
 * An input is a list of operations, one a line:
 *
 *	create C    makes the next cache (the first one is number 1), with capacity C, and works on it from here
 *	put K V     get K
 *	use I       works on cache I from here
 *	free        frees the cache that is worked on; `create` or `use` comes next
 *
 * Each get writes its value on a line. Caches that are left at the end are freed in the order of their creation.
 */
#include "driver.h"

#include <limits.h>
#include <string.h>

#define CACHES_MAX 16

static void *(*create)(int capacity);
static int (*get)(void *cache, int key);
static void (*put)(void *cache, int key, int value);
static void (*release)(void *cache);

const struct driver_function driver_functions[] = {
	{ "lRUCacheCreate", (void **)&create },
	{ "lRUCacheGet", (void **)&get },
	{ "lRUCachePut", (void **)&put },
	{ "lRUCacheFree", (void **)&release },
	{ NULL, NULL },
};

struct player {
	void *caches[CACHES_MAX]; /* NULL once freed */
	size_t n;
	size_t current; /* index */
};

static void *current_cache(struct player *p)
{
	if (p->current >= p->n || !p->caches[p->current])
		driver_bad_input("there is no cache to work on");
	return p->caches[p->current];
}

static int read_int(void)
{
	int64_t v = driver_read_i64();

	if (v < INT_MIN || v > INT_MAX)
		driver_bad_input("a number that is no int");
	return (int)v;
}

static void play_create(struct player *p)
{
	int capacity = read_int();

	if (p->n == CACHES_MAX)
		driver_bad_input("too many caches");
	p->caches[p->n] = create(capacity);
	if (!p->caches[p->n])
		driver_complain("lRUCacheCreate returned NULL");
	p->current = p->n++;
}

static void play_put(struct player *p)
{
	int key = read_int();
	int value = read_int();

	put(current_cache(p), key, value);
}

static void play_get(struct player *p)
{
	int key = read_int();

	driver_write_i64(get(current_cache(p), key));
	driver_write_char('\n');
}

static void play_use(struct player *p)
{
	p->current = (size_t)read_int() - 1;
	current_cache(p);
}

static void play_free(struct player *p)
{
	release(current_cache(p));
	p->caches[p->current] = NULL;
}

static const struct {
	const char *word;
	void (*play)(struct player *p);
} OPERATIONS[] = {
	{ "get", play_get }, { "put", play_put }, { "create", play_create }, { "use", play_use }, { "free", play_free },
};

#define N_OPERATIONS (sizeof OPERATIONS / sizeof OPERATIONS[0])

static void play(struct player *p)
{
	size_t len;
	const char *word = driver_read_token(&len);

	for (size_t i = 0; i < N_OPERATIONS; i++)
		if (len == strlen(OPERATIONS[i].word) && memcmp(word, OPERATIONS[i].word, len) == 0) {
			OPERATIONS[i].play(p);
			return;
		}
	driver_bad_input("an operation that is not one of create, put, get, use, free");
}

void driver_run(void)
{
	struct player p = { .n = 0 };

	while (!driver_at_end())
		play(&p);
	for (size_t i = 0; i < p.n; i++)
		if (p.caches[i])
			release(p.caches[i]);
}
