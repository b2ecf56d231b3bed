/*
 * generate: prints one test of hash_table.
 *
 *	mixed N LIVE KEYS SEED    all operations in any order, over 2 * LIVE keys
 *	fill N KEYS SEED          N / 2 inserts of new keys, then finds, half of them of keys that are not there
 *	lookups N KEYS SEED       N inserts of new keys, then N / 16 finds, half of them of keys that are not there
 *	empty N KEYS SEED         N / 3 inserts, then all are erased in another order, with finds in between
 *	steady N LIVE KEYS SEED   LIVE inserts, then each insert of a new key with an erase of the oldest; finds of keys
 *	                          that are there and of erased ones; N operations in all
 *	churn N KEYS SEED         the same with LIVE = N / 4
 *	lengths SEED              keys of all lengths, which agree in all bytes but one
 *	tables COUNT N SEED       several tables in turns with the same keys; one is freed half-way
 *
 * KEYS says what keys look like:
 *
 *	random      10 letters
 *	numbers     0, 1, 2 … in decimal
 *	step:S      12 decimal digits, multiples of S
 *	prefix      a long beginning that all share, and 7 letters
 *	suffix      7 letters, and a long end that all share
 *	bytes       5 bytes of any value but NUL
 *	anagrams    the same 10 letters in another order
 *	djb2 times31 sdbm fnv1a     at most 200 keys that share their whole 32-bit hash, or in the last two in pairs
 */
#include "generate.h"

#define N_MAX         2000000
#define INSERTS_MAX   1000000
#define COLLIDING_MAX 200
#define KEY_ROOM      64

struct keys {
	const char *kind;
	int64_t step;
	uint64_t seed;
	int64_t n; /* how many different keys there are at least */
	char (*table)[KEY_ROOM];
};

/* ---- keys -------------------------------------------------------------------------------------------------------- */

struct hashed {
	uint32_t hash;
	char key[9];
};

static int compare_hashed(const void *a, const void *b)
{
	const struct hashed *x = a, *y = b;

	return x->hash != y->hash ? (x->hash > y->hash) - (x->hash < y->hash) : strcmp(x->key, y->key);
}

static uint32_t hash_of(const char *kind, const char *key)
{
	bool fnv = !strcmp(kind, "fnv1a");
	uint32_t h = fnv ? 2166136261u : 0;

	for (; *key; key++)
		h = fnv ? (h ^ (unsigned char)*key) * 16777619u : h * 65599u + (unsigned char)*key;
	return h;
}

/* A million random words hold, by the birthday paradox, enough pairs that collide in all 32 bits. */
static void find_pairs(struct keys *k, struct random *r)
{
	const size_t candidates = 1 << 20;
	struct hashed *all = generate_alloc(candidates, sizeof(*all));

	for (size_t i = 0; i < candidates; i++) {
		for (int c = 0; c < 8; c++)
			all[i].key[c] = (char)('a' + random_below(r, 26));
		all[i].hash = hash_of(k->kind, all[i].key);
	}
	qsort(all, candidates, sizeof(*all), compare_hashed);
	for (size_t i = 1; i < candidates && k->n + 2 <= COLLIDING_MAX; i++)
		if (all[i].hash == all[i - 1].hash && strcmp(all[i].key, all[i - 1].key) != 0) {
			strcpy(k->table[k->n++], all[i - 1].key);
			strcpy(k->table[k->n++], all[i].key);
			i++;
		}
	free(all);
	if (k->n < COLLIDING_MAX / 2)
		bad_argument("keys of which enough collide", k->kind);
}

/* Two syllables that a polynomial hash takes for one make 2^8 words that it takes for one. */
static void spell(struct keys *k, const char *const syllables[2])
{
	for (k->n = 0; k->n < COLLIDING_MAX; k->n++)
		for (int bit = 0; bit < 8; bit++)
			strcat(k->table[k->n], syllables[k->n >> bit & 1]);
}

static struct keys argument_keys(struct arguments *a)
{
	static const char *const KINDS[] = { "random",   "numbers", "prefix",  "suffix", "bytes",
					     "anagrams", "djb2",    "times31", "sdbm",   "fnv1a" };
	struct keys k = { .kind = argument_word(a, "KEYS"), .n = INT64_C(1) << 31 };

	if (!strncmp(k.kind, "step:", 5)) {
		k.step = strtoll(k.kind + 5, NULL, 10);
		if (k.step < 1 || k.step > 100000)
			bad_argument("a step", k.kind);
		k.kind = "step";
		return k;
	}
	for (size_t i = 0; i < sizeof(KINDS) / sizeof(KINDS[0]); i++)
		if (!strcmp(k.kind, KINDS[i]))
			return k;
	bad_argument("a kind of keys", k.kind);
}

/* Behind the last argument: what depends on the seed. */
static struct random prepared(struct arguments *a, struct keys *k, int64_t need)
{
	static const char *const DJB2[] = { "Ab", "BA" }, *const TIMES31[] = { "Aa", "BB" };
	struct random r = random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));

	k->seed = random_next(&r);
	if (!strcmp(k->kind, "anagrams"))
		k->n = 3628800;
	if (!strcmp(k->kind, "djb2") || !strcmp(k->kind, "times31") || !strcmp(k->kind, "sdbm") ||
	    !strcmp(k->kind, "fnv1a")) {
		k->n = 0;
		k->table = generate_alloc(COLLIDING_MAX, sizeof(*k->table));
		if (!strcmp(k->kind, "djb2"))
			spell(k, DJB2);
		else if (!strcmp(k->kind, "times31"))
			spell(k, TIMES31);
		else
			find_pairs(k, &r);
	}
	if (need > k->n)
		bad_argument("fewer keys of that kind", k->kind);
	return r;
}

/* Another number of 32 bits for each one: each step can be undone. */
static uint32_t scrambled(const struct keys *k, int64_t i)
{
	uint32_t x = (uint32_t)i ^ (uint32_t)k->seed;

	x *= 0x9e3779b1u;
	x = (x ^ x >> 15) * 0x85ebca77u;
	return x ^ x >> 13;
}

static void spell_number(char *to, uint64_t v, int digits, unsigned base, char zero)
{
	to[digits] = '\0';
	while (digits-- > 0) {
		to[digits] = (char)(zero + (int)(v % base));
		v /= base;
	}
}

static void spell_anagram(char *to, int64_t i)
{
	char letters[] = "abcdefghij";

	for (int left = 10; left > 0; left--) {
		int chosen = (int)(i % left);

		*to++ = letters[chosen];
		memmove(letters + chosen, letters + chosen + 1, (size_t)(left - chosen));
		i /= left;
	}
	*to = '\0';
}

/* Key number i, for i < k->n: another one for each i. */
static void spell_key(const struct keys *k, int64_t i, char to[KEY_ROOM])
{
	uint32_t x = scrambled(k, i);

	if (k->table) {
		strcpy(to, k->table[i]);
	} else if (k->step) {
		spell_number(to, (uint64_t)(i * k->step), 12, 10, '0');
	} else if (!strcmp(k->kind, "numbers")) {
		int digits = 1;

		for (int64_t rest = i; rest > 9; rest /= 10)
			digits++;
		spell_number(to, (uint64_t)i, digits, 10, '0');
	} else if (!strcmp(k->kind, "anagrams")) {
		spell_anagram(to, i);
	} else if (!strcmp(k->kind, "bytes")) {
		for (int c = 0; c < 5; c++, x /= 255)
			to[c] = (char)(1 + x % 255);
		to[5] = '\0';
	} else if (!strcmp(k->kind, "prefix")) {
		strcpy(to, "/var/cache/service/objects/");
		spell_number(to + strlen(to), x, 7, 26, 'a');
	} else if (!strcmp(k->kind, "suffix")) {
		spell_number(to, x, 7, 26, 'a');
		strcat(to, ".objects.service.example");
	} else {
		spell_number(to, x * UINT64_C(31337), 10, 26, 'a');
	}
}

static void print_key(const char *key)
{
	putchar_unlocked('"');
	for (; *key; key++)
		if (*key > ' ' && *key <= '~' && *key != '"' && *key != '\\')
			putchar_unlocked(*key);
		else
			printf("\\%02x", (unsigned)(unsigned char)*key);
	putchar_unlocked('"');
}

/* ---- operations -------------------------------------------------------------------------------------------------- */

static void insert_key(const char *key, int64_t value)
{
	fputs("insert ", stdout);
	print_key(key);
	putchar(' ');
	print_number(value);
	putchar('\n');
}

static void insert(const struct keys *k, int64_t i, struct random *r)
{
	char key[KEY_ROOM];
	int64_t value = random_between(r, -1000, 1000);

	value *= random_between(r, 1, INT64_C(1) << 50);
	spell_key(k, i, key);
	insert_key(key, value);
}

static void ask_key(const char *operation, const char *key)
{
	fputs(operation, stdout);
	print_key(key);
	putchar('\n');
}

static void ask(const char *operation, const struct keys *k, int64_t i)
{
	char key[KEY_ROOM];

	spell_key(k, i, key);
	ask_key(operation, key);
}

static int64_t argument_n(struct arguments *a)
{
	return argument_number(a, "N", 1, N_MAX - 100);
}

static void any_operation(const struct keys *k, int64_t n_keys, struct random *r)
{
	int64_t i = (int64_t)random_below(r, (uint64_t)n_keys);

	switch (random_below(r, 16)) {
	case 0:
		puts("size");
		break;
	case 1:
	case 2:
	case 3:
	case 4:
	case 5:
		ask("erase ", k, i);
		break;
	case 6:
	case 7:
	case 8:
	case 9:
		ask("find ", k, i);
		break;
	default:
		insert(k, i, r);
	}
}

/* ---- modes ------------------------------------------------------------------------------------------------------- */

static void mixed(struct arguments *a)
{
	int64_t n = argument_n(a);
	int64_t live = argument_number(a, "LIVE", 1, N_MAX);
	struct keys k = argument_keys(a);
	struct random r = prepared(a, &k, 2 * live);

	puts("create");
	for (int64_t i = 0; i < n; i++)
		any_operation(&k, 2 * live, &r);
	puts("size");
}

static void fill(struct arguments *a)
{
	int64_t n = argument_n(a);
	struct keys k = argument_keys(a);
	struct random r = prepared(a, &k, n + 1);
	int64_t half = n / 2;

	puts("create");
	for (int64_t i = 0; i < half; i++)
		insert(&k, i, &r);
	for (int64_t i = half; i < n; i++)
		ask("find ", &k, (int64_t)random_below(&r, (uint64_t)(2 * half + 1)));
	puts("size");
}

static void lookups(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 16, INSERTS_MAX);
	struct keys k = argument_keys(a);
	struct random r = prepared(a, &k, 2 * n);

	puts("create");
	for (int64_t i = 0; i < n; i++)
		insert(&k, i, &r);
	for (int64_t i = 0; i < n / 16; i++)
		ask("find ", &k, (int64_t)random_below(&r, (uint64_t)(2 * n)));
	puts("size");
}

static void empty(struct arguments *a)
{
	int64_t n = argument_n(a);
	struct keys k = argument_keys(a);
	int64_t third = n / 3;
	struct random r = prepared(a, &k, third);
	int64_t *order = generate_alloc((size_t)third, sizeof(*order));

	puts("create");
	for (int64_t i = 0; i < third; i++) {
		insert(&k, i, &r);
		order[i] = i;
	}
	random_shuffle(&r, order, (size_t)third);
	for (int64_t i = 0; i < third; i++) {
		ask("erase ", &k, order[i]);
		ask("find ", &k, order[random_below(&r, (uint64_t)third)]);
	}
	puts("size");
}

static void in_turns(int64_t n, int64_t live, const struct keys *k, struct random *r)
{
	int64_t next = live; /* the first key that was never inserted; the oldest one that is there is next - live */

	puts("create");
	for (int64_t i = 0; i < live; i++)
		insert(k, i, r);
	for (int64_t i = live; i + 3 <= n; i += 3, next++) {
		insert(k, next, r);
		ask("erase ", k, next - live);
		if (random_below(r, 2))
			ask("find ", k, next - (int64_t)random_below(r, (uint64_t)live));
		else
			ask("find ", k, (int64_t)random_below(r, (uint64_t)(next - live + 1)));
	}
	puts("size");
}

static void steady(struct arguments *a)
{
	int64_t n = argument_n(a);
	int64_t live = argument_number(a, "LIVE", 1, N_MAX);
	struct keys k = argument_keys(a);
	struct random r = prepared(a, &k, n);

	in_turns(n, live < n / 2 ? live : n / 2, &k, &r);
}

static void churn(struct arguments *a)
{
	int64_t n = argument_n(a);
	struct keys k = argument_keys(a);
	struct random r = prepared(a, &k, n);

	in_turns(n, n / 4, &k, &r);
}

static void lengths(struct arguments *a)
{
	struct random r = random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));
	char key[KEY_ROOM];

	puts("create");
	for (int round = 0; round < 2; round++)
		for (int n = 0; n < KEY_ROOM; n++) {
			memset(key, 'x', sizeof(key));
			key[n] = '\0';
			if (round)
				ask_key(n % 3 ? "find " : "erase ", key);
			else
				insert_key(key, random_between(&r, -99, 99));
			for (int at = 0; at < n; at += 1 + n / 7) {
				key[at] = 'y';
				if (round)
					ask_key((n + at) % 3 ? "find " : "erase ", key);
				else
					insert_key(key, random_between(&r, -99, 99));
				key[at] = 'x';
			}
		}
	puts("size");
}

static void tables(struct arguments *a)
{
	int64_t count = argument_number(a, "COUNT", 2, 15);
	int64_t n = argument_number(a, "N", 1, N_MAX / 2 - 100);
	struct keys k = { .kind = "numbers", .n = 1000 };
	struct random r = prepared(a, &k, 1);
	int64_t first = 1; /* number of the first table that is alive */

	for (int64_t i = 0; i < count; i++)
		puts("create");
	for (int64_t i = 0; i < n; i++) {
		if (i == n / 2) {
			puts("use 1\nfree\ncreate\nsize");
			first++;
		}
		if (random_below(&r, 3) == 0) {
			fputs("use ", stdout);
			print_number(first + (int64_t)random_below(&r, (uint64_t)count));
			putchar('\n');
		}
		any_operation(&k, 60, &r);
	}
}

static const struct mode {
	const char *name;
	void (*print)(struct arguments *a);
} MODES[] = {
	{ "mixed", mixed },   { "fill", fill },   { "lookups", lookups }, { "empty", empty },
	{ "steady", steady }, { "churn", churn }, { "lengths", lengths }, { "tables", tables },
};

int main(int argc, char **argv)
{
	struct arguments a = arguments_of(argc, argv);
	const char *name = argument_word(&a, "a mode");

	for (size_t i = 0; i < sizeof(MODES) / sizeof(MODES[0]); i++)
		if (!strcmp(name, MODES[i].name)) {
			MODES[i].print(&a);
			return generated(&a);
		}
	bad_argument("a mode", name);
}
