/*
 * generate: prints one test of lru_cache.
 *
 *	mixed KEYS CAPACITY OPERATIONS SEED     fills a cache, then gets and puts over twice as many keys
 *	resident KEYS CAPACITY OPERATIONS SEED  fills a cache, then gets and puts of keys that are in it
 *	churn KEYS CAPACITY OPERATIONS SEED     fills a cache, then each put evicts; gets of kept and of gone keys
 *	cycle KEYS CAPACITY OPERATIONS SEED     one key more than the cache holds, in turn: each get misses
 *	caches COUNT CAPACITY OPERATIONS SEED   caches in turns with the same keys; one is freed half-way
 *
 * and the size families, in which the number of operations grows with N:
 *
 *	grow KEYS N SEED       mixed, capacity N/3
 *	steady N SEED          churn at capacity 1000
 *	churning N SEED        churn at capacity N/4
 *
 * KEYS says what keys look like:
 *
 *	random       spread over all ints
 *	dense        neighbours, some of them negative
 *	step:S       multiples of S, one after the other
 *	multiples:S  multiples of S, spread over all ints
 *	djb2 sdbm fnv1a times31    at most 200 keys whose bytes (lowest first) collide under that hash
 *
 * The same arguments print the same bytes on every host: integers only, and a generator of random numbers of our own.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- random numbers ---------------------------------------------------------------------------------------------- */

/* Steele, Lea and Flood's SplitMix64: a counter whose value is scrambled. */
static uint64_t random_next(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* 0 .. n - 1, nearly uniform, which is good enough for tests. */
static uint32_t random_below(uint64_t *state, uint32_t n)
{
	return (uint32_t)((random_next(state) >> 32) * n >> 32);
}

static int32_t random_int(uint64_t *state)
{
	return (int32_t)(uint32_t)random_next(state);
}

/* ---- keys -------------------------------------------------------------------------------------------------------- */

#define COLLIDING_MAX 200
#define CANDIDATES    (1u << 20)

struct keys {
	enum { KEYS_RANDOM, KEYS_DENSE, KEYS_STEP, KEYS_MULTIPLES, KEYS_TABLE } kind;
	uint32_t step;
	uint32_t seed;
	int32_t table[COLLIDING_MAX];
	uint32_t n; /* how many different keys there are at least */
};

static uint32_t djb2(uint32_t h, unsigned char c)
{
	return h * 33 + c;
}

static uint32_t sdbm(uint32_t h, unsigned char c)
{
	return h * 65599 + c;
}

static uint32_t fnv1a(uint32_t h, unsigned char c)
{
	return (h ^ c) * 16777619;
}

static uint32_t times31(uint32_t h, unsigned char c)
{
	return h * 31 + c;
}

static const struct hash {
	const char *name;
	uint32_t start;
	uint32_t (*step)(uint32_t h, unsigned char c);
} HASHES[] = {
	{ "djb2", 5381, djb2 },
	{ "sdbm", 0, sdbm },
	{ "fnv1a", 2166136261, fnv1a },
	{ "times31", 0, times31 },
};

#define N_HASHES (sizeof HASHES / sizeof HASHES[0])

static _Noreturn void usage(const char *what)
{
	fprintf(stderr, "generate: %s; the modes stand at the top of generate.c\n", what);
	exit(2);
}

struct hashed {
	uint32_t hash;
	int32_t key;
};

static int compare_hashed(const void *a, const void *b)
{
	const struct hashed *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return (x->key > y->key) - (x->key < y->key);
}

/* A million random keys hold, by the birthday paradox, enough that collide in all 32 bits. */
static void find_colliding(struct keys *keys, const struct hash *hash, uint64_t *state)
{
	struct hashed *all = malloc(CANDIDATES * sizeof *all);

	if (!all)
		usage("out of memory");
	for (uint32_t i = 0; i < CANDIDATES; i++) {
		all[i].key = random_int(state);
		all[i].hash = hash->start;
		for (int b = 0; b < 4; b++)
			all[i].hash = hash->step(all[i].hash, (unsigned char)((uint32_t)all[i].key >> 8 * b));
	}
	qsort(all, CANDIDATES, sizeof *all, compare_hashed);
	for (uint32_t i = 1; i < CANDIDATES && keys->n < COLLIDING_MAX; i++) {
		if (all[i].hash != all[i - 1].hash || all[i].key == all[i - 1].key)
			continue;
		if (keys->n == 0 || keys->table[keys->n - 1] != all[i - 1].key)
			keys->table[keys->n++] = all[i - 1].key;
		if (keys->n < COLLIDING_MAX)
			keys->table[keys->n++] = all[i].key;
	}
	free(all);
	if (keys->n < COLLIDING_MAX / 2)
		usage("too few keys collide");
}

static uint32_t parse_u32(const char *s)
{
	uint64_t v = 0;

	if (!*s)
		usage("empty number");
	for (; *s; s++) {
		if (*s < '0' || *s > '9' || v > UINT32_MAX / 10)
			usage("bad number");
		v = v * 10 + (uint64_t)(*s - '0');
	}
	if (v > UINT32_MAX)
		usage("bad number");
	return (uint32_t)v;
}

static void parse_keys(struct keys *keys, const char *word, uint64_t *state)
{
	memset(keys, 0, sizeof *keys);
	keys->n = UINT32_MAX;
	keys->seed = (uint32_t)random_next(state);
	if (strcmp(word, "random") == 0) {
		keys->kind = KEYS_RANDOM;
	} else if (strcmp(word, "dense") == 0) {
		keys->kind = KEYS_DENSE;
	} else if (strncmp(word, "step:", 5) == 0 || strncmp(word, "multiples:", 10) == 0) {
		keys->kind = *word == 's' ? KEYS_STEP : KEYS_MULTIPLES;
		keys->step = parse_u32(strchr(word, ':') + 1);
		if (keys->step == 0)
			usage("steps of 0");
		keys->n = keys->step == 1 ? UINT32_MAX : (uint32_t)((UINT64_C(1) << 32) / keys->step);
	} else {
		keys->kind = KEYS_TABLE;
		keys->n = 0;
		for (size_t i = 0; i < N_HASHES; i++)
			if (strcmp(word, HASHES[i].name) == 0)
				find_colliding(keys, &HASHES[i], state);
		if (keys->n == 0)
			usage("unknown keys");
	}
}

/* Another number below n for each i < n: each step can be undone, and is taken again as long as it leads too far. */
static uint32_t spread(uint32_t i, uint32_t n, uint32_t seed)
{
	uint32_t mask = UINT32_MAX >> __builtin_clz(n);

	do {
		i = ((i ^ seed) * 0x9e3779b1u) & mask;
		i = ((i ^ i >> 11) * 0x85ebca77u) & mask;
		i ^= i >> 13;
	} while (i >= n);
	return i;
}

/* Key number i, for i < keys->n: another one for each i. */
static int32_t key(const struct keys *keys, uint32_t i)
{
	switch (keys->kind) {
	case KEYS_TABLE:
		return keys->table[i];
	case KEYS_STEP:
		return (int32_t)(i * keys->step - keys->n / 2 * keys->step);
	case KEYS_MULTIPLES:
		return (int32_t)((spread(i, keys->n, keys->seed) - keys->n / 2) * keys->step);
	case KEYS_DENSE:
		return (int32_t)(i - 100);
	default:
		/* Each step can be undone, so no two numbers give one key. */
		i = (i ^ keys->seed) * 0x9e3779b1u;
		i = (i ^ i >> 15) * 0x85ebca77u;
		return (int32_t)(i ^ i >> 13);
	}
}

/* ---- modes ------------------------------------------------------------------------------------------------------- */

struct test {
	struct keys keys;
	uint32_t count; /* of caches */
	uint32_t capacity;
	uint32_t operations; /* after the cache has been filled */
	uint64_t random;
};

static void put(struct test *t, uint32_t i)
{
	printf("put %" PRId32 " %" PRId32 "\n", key(&t->keys, i), random_int(&t->random));
}

static void get(struct test *t, uint32_t i)
{
	printf("get %" PRId32 "\n", key(&t->keys, i));
}

static void need_keys(const struct test *t, uint64_t n)
{
	if (n > t->keys.n)
		usage("not so many keys of that kind");
}

static void create_full(struct test *t)
{
	printf("create %" PRIu32 "\n", t->capacity);
	for (uint32_t i = 0; i < t->capacity; i++)
		put(t, i);
}

static void put_or_get(struct test *t)
{
	uint32_t i = random_below(&t->random, 2 * t->capacity);

	if (random_below(&t->random, 2))
		put(t, i);
	else
		get(t, i);
}

static void mixed(struct test *t)
{
	need_keys(t, 2 * (uint64_t)t->capacity);
	create_full(t);
	for (uint32_t op = 0; op < t->operations; op++)
		put_or_get(t);
}

static void resident(struct test *t)
{
	need_keys(t, t->capacity);
	create_full(t);
	for (uint32_t op = 0; op < t->operations; op++) {
		uint32_t i = random_below(&t->random, t->capacity);

		if (random_below(&t->random, 8) == 0)
			put(t, i);
		else
			get(t, i);
	}
}

static void churn(struct test *t)
{
	uint32_t next = t->capacity; /* the first key that was never put */
	uint32_t old = 4 * t->capacity;

	need_keys(t, (uint64_t)t->capacity + t->operations + 1);
	create_full(t);
	for (uint32_t op = 0; op < t->operations; op++)
		switch (random_below(&t->random, 4)) {
		case 0: /* there */
			get(t, next - 1 - random_below(&t->random, (t->capacity + 1) / 2));
			break;
		case 1: /* gone long ago or, early on, never there */
			get(t, next > old ? random_below(&t->random, next - old) : next);
			break;
		default:
			put(t, next++);
		}
}

static void cycle(struct test *t)
{
	need_keys(t, (uint64_t)t->capacity + 1);
	printf("create %" PRIu32 "\n", t->capacity);
	for (uint32_t op = 0; op < t->operations; op++) {
		uint32_t i = op / 2 % (t->capacity + 1);

		if (op % 2)
			put(t, i);
		else
			get(t, i);
	}
}

static void caches(struct test *t)
{
	uint32_t first = 1; /* number of the first cache that is alive */

	need_keys(t, 2 * (uint64_t)t->capacity);
	for (uint32_t i = 0; i < t->count; i++)
		printf("create %" PRIu32 "\n", t->capacity + i);
	for (uint32_t op = 0; op < t->operations; op++) {
		if (op == t->operations / 2) {
			printf("use 1\nfree\ncreate %" PRIu32 "\n", t->capacity);
			first++;
		}
		if (random_below(&t->random, 3) == 0)
			printf("use %" PRIu32 "\n", first + random_below(&t->random, t->count));
		put_or_get(t);
	}
}

static void grow(struct test *t)
{
	t->capacity = t->operations / 3;
	t->operations -= t->capacity;
	mixed(t);
}

static void steady(struct test *t)
{
	t->capacity = 1000;
	churn(t);
}

static void churning(struct test *t)
{
	t->capacity = t->operations / 4;
	t->operations -= t->capacity;
	churn(t);
}

/* What the arguments behind the mode are: k = KEYS, n = COUNT, c = CAPACITY, o = OPERATIONS or N, s = SEED. */
static const struct mode {
	const char *name;
	const char *arguments;
	void (*print)(struct test *t);
} MODES[] = {
	{ "mixed", "kcos", mixed }, { "resident", "kcos", resident }, { "churn", "kcos", churn },
	{ "cycle", "kcos", cycle }, { "caches", "ncos", caches },     { "grow", "kos", grow },
	{ "steady", "os", steady }, { "churning", "os", churning },
};

#define N_MODES (sizeof MODES / sizeof MODES[0])

static uint32_t parse_range(const char *s, uint32_t min, uint32_t max)
{
	uint32_t v = parse_u32(s);

	if (v < min || v > max)
		usage("a number out of range");
	return v;
}

static void parse_arguments(struct test *t, const char *letters, char **argv)
{
	const char *keys = "random";

	*t = (struct test){ .count = 1, .capacity = 1 };
	for (; *letters; letters++, argv++)
		switch (*letters) {
		case 'k':
			keys = *argv;
			break;
		case 'n':
			t->count = parse_range(*argv, 2, 15);
			keys = "dense";
			break;
		case 'c':
			t->capacity = parse_range(*argv, 1, 1 << 20);
			break;
		case 'o':
			t->operations = parse_range(*argv, 16, 2000000);
			break;
		default:
			t->random = parse_u32(*argv);
		}
	parse_keys(&t->keys, keys, &t->random);
}

int main(int argc, char **argv)
{
	struct test t;

	for (size_t i = 0; argc > 1 && i < N_MODES; i++) {
		const struct mode *mode = &MODES[i];

		if (strcmp(argv[1], mode->name) != 0)
			continue;
		if ((size_t)argc != 2 + strlen(mode->arguments))
			usage("wrong number of arguments");
		parse_arguments(&t, mode->arguments, argv + 2);
		mode->print(&t);
		return fflush(stdout) != 0 || ferror(stdout) ? 1 : 0;
	}
	usage("unknown mode");
}
