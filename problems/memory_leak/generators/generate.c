/*
 * generate: prints one test of memory_leak.
 *
 *	mixed SESSIONS OPERATIONS SEED   all operations, over twice as many ids as sessions, in one store
 *	stores COUNT OPERATIONS SEED     the same over COUNT stores in turns, of which one is freed half-way
 *	colliding HASH SEED              200 ids that collide under djb2, sdbm, fnv1a or times31: put, read, removed
 *	listeners N SEED                 one session with N listeners, of which half are taken away in random order
 *
 *	replaced N SEED                  one session is replaced N times, by one with the long value of another session
 *
 * and the size families:
 *
 *	growing N SEED    N/3 sessions, a listener for every second one, N/3 reads; half are replaced, the rest ends
 *	lookups N SEED    N sessions without attributes, then N/16 reads, half of them of sessions that are not there
 *	steady N SEED     1,000 sessions at every N; they are replaced, removed, expired, watched, not watched any more,
 *	                  and refused
 *	churn N SEED      N/4 sessions; new ones come, and as many expire
 */
#include "generate.h"

#define N_MAX      1000000
#define COLLIDING  200
#define CANDIDATES (1u << 20)
#define LETTERS    6
#define STEADY     1000

/* ---- ids and texts ----------------------------------------------------------------------------------------------- */

#define SALT UINT64_C(0x5e551075)

/* Id number i: another one for each i, the same whenever it is asked for. */
static void print_id(int64_t i)
{
	struct random r = random_seeded(SALT + (uint64_t)i);

	for (int left = LETTERS; left > 0; left--)
		putchar_unlocked("abcdefghijklmnopqrstuvwxyz012345"[random_below(&r, 32)]);
	print_number(i);
}

static void print_text(struct random *r, uint64_t max)
{
	uint64_t n = random_below(r, max + 1);

	for (uint64_t i = 0; i < n; i++) {
		if (i)
			putchar_unlocked(';');
		putchar_unlocked("abcdefghijklmnopqrst"[i]);
		putchar_unlocked('=');
		print_number(random_between(r, -99999, 99999));
	}
}

static void line_of(const char *word, int64_t i)
{
	fputs(word, stdout);
	putchar_unlocked(' ');
	print_id(i);
	putchar_unlocked('\n');
}

static void line_number(const char *word, int64_t v)
{
	fputs(word, stdout);
	putchar_unlocked(' ');
	print_number(v);
	putchar_unlocked('\n');
}

static void put(struct random *r, int64_t i)
{
	fputs("put ", stdout);
	print_id(i);
	putchar_unlocked(' ');
	print_text(r, 4);
	putchar_unlocked('\n');
}

/* Refused at its end, so that something was made of it before. */
static void put_refused(struct random *r, int64_t i)
{
	static const char *const ENDS[] = { ";", ";x", ";=1", ";a=1;a=1", ";x=1;x=" };

	fputs("put ", stdout);
	print_id(i);
	fputs(" y=", stdout);
	print_number(random_between(r, 0, 999999));
	puts(ENDS[random_below(r, 5)]);
}

static void get(struct random *r, int64_t i)
{
	fputs("get ", stdout);
	print_id(i);
	putchar_unlocked(' ');
	putchar_unlocked("abcd"[random_below(r, 4)]);
	putchar_unlocked('\n');
}

/* ---- tests ------------------------------------------------------------------------------------------------------- */

static void operation(struct random *r, int64_t ids, int64_t *watches)
{
	int64_t id = (int64_t)random_below(r, (uint64_t)ids);

	switch (random_below(r, 16)) {
	case 0:
	case 1:
	case 2:
	case 3:
		put(r, id);
		break;
	case 4:
		put_refused(r, id);
		break;
	case 5:
	case 6:
		line_of("watch", id);
		++*watches;
		break;
	case 7:
		line_number("unwatch", 1 + (int64_t)random_below(r, (uint64_t)*watches + 1));
		break;
	case 8:
		line_of("remove", id);
		break;
	case 9:
		puts("expire");
		break;
	case 10:
	case 11:
		line_number("sleep", 1 + (int64_t)random_below(r, 3));
		break;
	case 12:
		puts("size");
		break;
	default:
		get(r, id);
	}
}

static void print_mixed(struct arguments *a)
{
	int64_t sessions = argument_number(a, "SESSIONS", 1, N_MAX);
	int64_t n = argument_number(a, "OPERATIONS", 1, N_MAX - 1), watches = 0;
	struct random r = random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));

	line_number("create", 2 * sessions);
	for (int64_t i = 0; i < n; i++)
		operation(&r, 2 * sessions, &watches);
	puts("size");
}

static void print_stores(struct arguments *a)
{
	int64_t count = argument_number(a, "COUNT", 2, 15);
	int64_t n = argument_number(a, "OPERATIONS", 2, N_MAX / 3), watches = 0, first = 1;
	struct random r = random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));

	for (int64_t i = 0; i < count; i++)
		line_number("create", 5 + i);
	for (int64_t i = 0; i < n; i++) {
		if (i == n / 2) {
			puts("use 1\nfree\ncreate 7");
			first++;
		}
		if (random_below(&r, 3) == 0)
			line_number("use", first + (int64_t)random_below(&r, (uint64_t)count));
		operation(&r, 12, &watches);
	}
	puts("size");
}

static void print_listeners(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 2, N_MAX / 2 - 4);
	struct random r = random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));
	int64_t *numbers = generate_alloc((size_t)n, sizeof(*numbers));

	puts("create 10\nput s a=1");
	for (int64_t i = 0; i < n; i++) {
		puts("watch s");
		numbers[i] = i + 1;
	}
	random_shuffle(&r, numbers, (size_t)n);
	for (int64_t i = 0; i < n / 2; i++)
		line_number("unwatch", numbers[i]);
	puts("remove s");
}

/* What is put takes no more of the input than its name, and a thousand bytes of memory. */
static void print_replaced(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 1, N_MAX - 4);
	struct random r = random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));

	fputs("create 10\nput root v=x=", stdout);
	for (int i = 0; i < 1000; i++)
		putchar_unlocked((char)('a' + random_below(&r, 26)));
	putchar_unlocked('\n');
	for (int64_t i = 0; i < n; i++)
		puts("copy s root v");
	puts("get s x\nsize");
}

/* ---- ids that collide -------------------------------------------------------------------------------------------- */

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

static const struct {
	const char *name;
	uint32_t start;
	uint32_t (*step)(uint32_t h, unsigned char c);
} HASHES[] = {
	{ "djb2", 5381, djb2 },
	{ "sdbm", 0, sdbm },
	{ "fnv1a", 2166136261, fnv1a },
	{ "times31", 0, times31 },
};

struct word {
	uint32_t hash;
	char letters[8];
};

static int compare_words(const void *a, const void *b)
{
	const struct word *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return memcmp(x->letters, y->letters, sizeof(x->letters));
}

/* A million random words hold, by the birthday paradox, enough that collide in all 32 bits. */
static struct word *colliding_words(size_t hash, struct random *r)
{
	struct word *all = generate_alloc(CANDIDATES, sizeof(*all)), *found = generate_alloc(COLLIDING, sizeof(*found));
	size_t n = 0;

	for (size_t i = 0; i < CANDIDATES; i++) {
		all[i].hash = HASHES[hash].start;
		for (size_t c = 0; c < sizeof(all[i].letters); c++) {
			all[i].letters[c] = (char)('a' + random_below(r, 26));
			all[i].hash = HASHES[hash].step(all[i].hash, (unsigned char)all[i].letters[c]);
		}
	}
	qsort(all, CANDIDATES, sizeof(*all), compare_words);
	for (size_t i = 1; i < CANDIDATES && n + 2 <= COLLIDING; i++)
		if (all[i].hash == all[i - 1].hash && memcmp(all[i].letters, all[i - 1].letters, 8) != 0) {
			found[n++] = all[i - 1];
			found[n++] = all[i++];
		}
	if (n < COLLIDING)
		bad_argument("a seed with enough words that collide", NULL);
	return found;
}

static void print_colliding(struct arguments *a)
{
	const char *name = argument_word(a, "HASH");
	struct random r = random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));
	size_t hash = 0;
	const struct word *words;

	while (hash < sizeof(HASHES) / sizeof(HASHES[0]) && strcmp(name, HASHES[hash].name) != 0)
		hash++;
	if (hash == sizeof(HASHES) / sizeof(HASHES[0]))
		bad_argument("djb2, sdbm, fnv1a or times31", name);
	words = colliding_words(hash, &r);
	puts("create 10");
	for (int i = 0; i < COLLIDING; i++)
		printf("put %.8s a=%d\n", words[i].letters, i);
	puts("size\nsleep 5");
	for (int i = 0; i < COLLIDING; i += 4)
		printf("remove %.8s\nput %.8s a=new\n", words[i].letters, words[i + 3].letters);
	for (int i = 0; i < COLLIDING; i++)
		printf("get %.8s a\n", words[i].letters);
	puts("sleep 5\nexpire\nsleep 5\nexpire");
}

/* ---- size families ----------------------------------------------------------------------------------------------- */

static void print_growing(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 16, N_MAX), m = n / 3;
	struct random r = random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));

	puts("create 1000000");
	for (int64_t i = 0; i < m; i++)
		put(&r, i);
	for (int64_t i = 0; i < m; i += 2)
		line_of("watch", i);
	for (int64_t i = 0; i < m; i++)
		get(&r, (int64_t)random_below(&r, (uint64_t)m));
	for (int64_t i = 0; i < m; i += 4)
		put(&r, i);
	puts("sleep 1000000\nexpire\nsize");
}

/* From here on all ids have one length. */
#define LONG_IDS 1000000

static void print_lookups(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 16, N_MAX / 2);
	struct random r = random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));

	puts("create 10");
	for (int64_t i = 0; i < n; i++) {
		fputs("put ", stdout);
		print_id(LONG_IDS + i);
		puts(" ");
	}
	for (int64_t i = 0; i < n / 16; i++)
		get(&r, LONG_IDS + (int64_t)random_below(&r, 2 * (uint64_t)n));
	puts("size");
}

/*
 * Eleven operations; `next` is the id of the next new session. One comes each second and one goes, so that there are
 * as many at any time: only young ones are replaced, and what is removed comes back. Those with a number that four
 * divides are not removed; so the old one is there, and it is known how many listeners there were.
 */
static int64_t print_round(struct random *r, int64_t next, int64_t *watches)
{
	int64_t young = next - 1 - (int64_t)random_below(r, 8), removed = next - next % 4 - 1;
	int64_t old = next - next % 4 - STEADY + 8 + 4 * (int64_t)random_below(r, 8);

	line_number("sleep", 1);
	put(r, next);
	put(r, young);
	line_of("remove", removed);
	put(r, removed);
	line_of("watch", old);
	put_refused(r, young);
	puts("watch root");
	*watches += 2;
	line_number("unwatch", *watches);
	puts("get root a\nexpire");
	return next + 1;
}

static void print_steady(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 16, N_MAX / 2), next = 0, watches = 0;
	struct random r = random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));

	line_number("create", STEADY);
	puts("put root a=1");
	for (; next < STEADY; next++) {
		line_number("sleep", 1);
		put(&r, next);
	}
	puts("get root a");
	for (int64_t i = 0; i < n / 11; i++)
		next = print_round(&r, next, &watches);
	puts("size");
}

static void print_churn(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 16, N_MAX), live = n / 4;
	struct random r = random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));

	line_number("create", live);
	for (int64_t i = 0; i < live; i++) {
		line_number("sleep", 1);
		put(&r, i);
	}
	for (int64_t i = live; i < 2 * live - 2; i++) {
		line_number("sleep", 1);
		puts("expire");
		put(&r, i);
	}
	puts("size");
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*print)(struct arguments *a);
	} MODES[] = {
		{ "mixed", print_mixed },         { "stores", print_stores },   { "colliding", print_colliding },
		{ "listeners", print_listeners }, { "growing", print_growing }, { "steady", print_steady },
		{ "churn", print_churn },         { "lookups", print_lookups }, { "replaced", print_replaced },
	};
	struct arguments a = arguments_of(argc, argv);
	const char *name = argument_word(&a, "a mode");

	for (size_t i = 0; i < sizeof(MODES) / sizeof(MODES[0]); i++)
		if (!strcmp(name, MODES[i].name)) {
			MODES[i].print(&a);
			return generated(&a);
		}
	bad_argument("a mode", name);
}
