/*
 * generate: prints one test of autocomplete.
 *
 *	mixed N POOL LENGTH LETTERS SEED   all operations in any order, over POOL words of at most LENGTH bytes
 *	drain POOL LENGTH LETTERS SEED     POOL inserts, then all are removed in random order, with completions
 *	nested SEED                        every beginning of words of 63 bytes is a word; removed in random order
 *	every_byte SEED                    words of one and of two bytes, of every value from 1 to 255
 *	fill POOL LENGTH LETTERS ASKS SEED POOL inserts, then ASKS completions
 *	dictionaries COUNT N SEED          several dictionaries in turns with the same words; one is freed half-way
 *
 * and the size families:
 *
 *	others N SEED                      N / 16 words of 8 letters, 4 of which begin with "zq"; as many completions of
 *	                                   "zq"
 *	below N SEED                       N / 8 words of 8 letters, the first of them s; completions of "" and of "s"
 *	many N SEED                        as below, with N / 16 completions asked for, 1,000 at most
 *	steady N SEED                      50 words of 5 letters at any time; new ones come, old ones go
 *
 * LETTERS: ab (two letters), a-z, bytes (any from 1 to 255), high (127 to 130, and a), capitals (a, A, b, B).
 */
#include "generate.h"

#define WORD_MAX 63

struct pool {
	char (*words)[WORD_MAX + 1];
	int64_t n;
};

/* ---- operations -------------------------------------------------------------------------------------------------- */

static void print_word(const char *word)
{
	putchar_unlocked('"');
	for (const unsigned char *c = (const unsigned char *)word; *c; c++)
		if (*c > ' ' && *c <= '~' && *c != '"' && *c != '\\')
			putchar_unlocked(*c);
		else
			printf("\\%02x", (unsigned)*c);
	putchar_unlocked('"');
}

static void with_number(const char *operation, const char *word, int64_t number)
{
	fputs(operation, stdout);
	print_word(word);
	putchar(' ');
	print_number(number);
	putchar('\n');
}

static void take_out(const char *word)
{
	fputs("remove ", stdout);
	print_word(word);
	putchar('\n');
}

static void insert(struct random *r, const char *word)
{
	switch (random_below(r, 4)) {
	case 0: /* weights that differ where an int has no room */
		with_number("insert ", word, random_between(r, -2, 2) * (INT64_C(1) << 32) + 7);
		break;
	case 1:
		with_number("insert ", word, random_between(r, INT64_MIN, INT64_MAX));
		break;
	default: /* many equal ones */
		with_number("insert ", word, random_between(r, -3, 3));
	}
}

/* ---- words ------------------------------------------------------------------------------------------------------- */

static char letter(const char *letters, struct random *r)
{
	if (!strcmp(letters, "ab"))
		return (char)('a' + random_below(r, 2));
	if (!strcmp(letters, "a-z"))
		return (char)('a' + random_below(r, 26));
	if (!strcmp(letters, "bytes"))
		return (char)(1 + random_below(r, 255));
	if (!strcmp(letters, "high"))
		return "\x7f\x80\x81\x82"
		       "a"[random_below(r, 5)];
	if (!strcmp(letters, "capitals"))
		return "aAbB"[random_below(r, 4)];
	bad_argument("letters", letters);
}

/* Of `length` bytes, with a NUL behind. */
static void spell(char *word, int64_t length, const char *letters, struct random *r)
{
	for (int64_t i = 0; i < length; i++)
		word[i] = letter(letters, r);
	word[length] = '\0';
}

static struct pool argument_pool(struct arguments *a, const char **letters, int64_t *length)
{
	struct pool pool = { .n = argument_number(a, "POOL", 1, 20000) };

	*length = argument_number(a, "LENGTH", 1, WORD_MAX);
	*letters = argument_word(a, "LETTERS");
	pool.words = generate_alloc((size_t)pool.n, sizeof(*pool.words));
	return pool;
}

static void spell_pool(struct pool *pool, const char *letters, int64_t length, struct random *r)
{
	for (int64_t i = 0; i < pool->n; i++)
		spell(pool->words[i], random_between(r, 1, length), letters, r);
}

static struct random argument_seed(struct arguments *a)
{
	return random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));
}

static const char *any_word(const struct pool *pool, struct random *r)
{
	return pool->words[random_below(r, (uint64_t)pool->n)];
}

/* Of a beginning of a word of the pool, at times the whole of it, at times one letter more. */
static void complete(const struct pool *pool, struct random *r, int64_t k)
{
	char prefix[WORD_MAX + 2];
	const char *word = any_word(pool, r);
	/* In a large pool two letters at least: a completion takes as long as what lies below. */
	size_t length = strlen(word), least = pool->n < 1000 ? 0 : 2;
	size_t cut = least + (size_t)random_below(r, length + 2);

	strcpy(prefix, word);
	if (cut > length && length < WORD_MAX)
		strcat(prefix, "a");
	else if (cut < length)
		prefix[cut] = '\0';
	with_number("complete ", prefix, k);
}

/* ---- modes ------------------------------------------------------------------------------------------------------- */

static void any_operation(const struct pool *pool, struct random *r)
{
	switch (random_below(r, 8)) {
	case 0:
	case 1:
		take_out(any_word(pool, r));
		break;
	case 2:
	case 3:
	case 4:
		insert(r, any_word(pool, r));
		break;
	default:
		complete(pool, r, (int64_t)random_below(r, 8));
	}
}

static void mixed(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 1, 100000), length;
	const char *letters;
	struct pool pool = argument_pool(a, &letters, &length);
	struct random r = argument_seed(a);

	spell_pool(&pool, letters, length, &r);
	puts("create");
	for (int64_t i = 0; i < n; i++)
		any_operation(&pool, &r);
	with_number("complete ", "", 1000);
}

/* All words are removed in random order, with completions in between. */
static void remove_all(const struct pool *pool, struct random *r)
{
	int64_t *order = generate_alloc((size_t)pool->n, sizeof(*order));

	for (int64_t i = 0; i < pool->n; i++)
		order[i] = i;
	random_shuffle(r, order, (size_t)pool->n);
	for (int64_t i = 0; i < pool->n; i++) {
		take_out(pool->words[order[i]]);
		complete(pool, r, 5);
		if (i % (8 + pool->n / 32) == 0)
			with_number("complete ", "", 1000);
	}
	with_number("complete ", "", 1);
}

static void drain(struct arguments *a)
{
	int64_t length;
	const char *letters;
	struct pool pool = argument_pool(a, &letters, &length);
	struct random r = argument_seed(a);

	spell_pool(&pool, letters, length, &r);
	puts("create");
	for (int64_t i = 0; i < pool.n; i++)
		insert(&r, pool.words[i]);
	remove_all(&pool, &r);
}

static void nested(struct arguments *a)
{
	struct random r = argument_seed(a);
	struct pool pool = { .n = 2 * WORD_MAX };

	pool.words = generate_alloc((size_t)pool.n, sizeof(*pool.words));
	puts("create");
	for (int64_t i = 0; i < pool.n; i++) {
		int64_t length = i / 2 + 1;

		memset(pool.words[i], 'x', (size_t)length);
		if (i % 2)
			pool.words[i][length - 1] = 'y';
		insert(&r, pool.words[i]);
	}
	remove_all(&pool, &r);
}

static void every_byte(struct arguments *a)
{
	struct random r = argument_seed(a);
	struct pool pool = { .n = 3 * 255 };

	pool.words = generate_alloc((size_t)pool.n, sizeof(*pool.words));
	puts("create");
	for (int64_t i = 0; i < pool.n; i++) {
		pool.words[i][0] = (char)(1 + i % 255);
		if (i >= 255)
			pool.words[i][i < 2 * 255] = (char)(1 + random_below(&r, 255));
		if (i >= 2 * 255)
			pool.words[i][1] = (char)(1 + i % 255);
		with_number("insert ", pool.words[i], random_between(&r, 0, 3));
	}
	with_number("complete ", "", 1000);
	for (int64_t i = 0; i < 100; i++) {
		complete(&pool, &r, 9);
		take_out(any_word(&pool, &r));
	}
	with_number("complete ", "", 1000);
}

static void fill(struct arguments *a)
{
	int64_t length, asks;
	const char *letters;
	struct pool pool = argument_pool(a, &letters, &length);
	struct random r;

	asks = argument_number(a, "ASKS", 1, 150000);
	r = argument_seed(a);
	spell_pool(&pool, letters, length, &r);
	puts("create");
	for (int64_t i = 0; i < pool.n; i++)
		insert(&r, pool.words[i]);
	with_number("complete ", "", 1000);
	for (int64_t i = 0; i < asks; i++) {
		/* Two letters at least: a completion takes as long as what lies below. */
		char prefix[4];

		spell(prefix, 2 + (int64_t)random_below(&r, 2), letters, &r);
		with_number("complete ", prefix, 5);
	}
}

static void dictionaries(struct arguments *a)
{
	int64_t count = argument_number(a, "COUNT", 2, 15);
	int64_t n = argument_number(a, "N", 1, 100000);
	struct random r = argument_seed(a);
	struct pool pool = { .n = 40 };
	int64_t first = 1; /* number of the first dictionary that is alive */

	pool.words = generate_alloc((size_t)pool.n, sizeof(*pool.words));
	spell_pool(&pool, "ab", 5, &r);
	for (int64_t i = 0; i < count; i++)
		puts("create");
	for (int64_t i = 0; i < n; i++) {
		if (i == n / 2) {
			puts("use 1\nfree\ncreate");
			first++;
		}
		if (random_below(&r, 3) == 0) {
			fputs("use ", stdout);
			print_number(first + (int64_t)random_below(&r, (uint64_t)count));
			putchar('\n');
		}
		any_operation(&pool, &r);
	}
}

static void others(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 64, 1 << 17);
	struct random r = argument_seed(a);
	char word[WORD_MAX + 1];

	puts("create\ninsert \"zqa\" 5\ninsert \"zqb\" 7\ninsert \"zq\" 5\ninsert \"zqab\" 6");
	for (int64_t i = 4; i < n / 16; i++) {
		spell(word, 8, "a-z", &r);
		if (word[0] == 'z')
			word[0] = 'y';
		with_number("insert ", word, random_between(&r, -1000, 1000));
	}
	for (int64_t i = 0; i < n / 16; i++)
		with_number("complete ", "zq", 3);
}

static void below_with(int64_t n, int64_t k, struct arguments *a)
{
	struct random r = argument_seed(a);
	char word[WORD_MAX + 1];

	puts("create");
	for (int64_t i = 0; i < n / 8; i++) {
		spell(word, 8, "a-z", &r);
		word[0] = 's';
		with_number("insert ", word, random_between(&r, -1000, 1000));
	}
	for (int64_t i = 0; i < 4; i++)
		with_number("complete ", i % 2 ? "s" : "", k);
}

static void below(struct arguments *a)
{
	below_with(argument_number(a, "N", 64, 1 << 17), 10, a);
}

static void many(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 64, 1 << 17);

	below_with(n, n / 16 < 1000 ? n / 16 : 1000, a);
}

static void steady(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 64, 1 << 17);
	struct random r = argument_seed(a);
	char words[50][WORD_MAX + 1] = { "" };

	puts("create");
	for (int64_t i = 0; i < n / 2; i++) {
		char *word = words[i % 50];

		if (*word)
			take_out(word);
		spell(word, 5, "a-z", &r);
		with_number("insert ", word, random_between(&r, -1000, 1000));
	}
	with_number("complete ", words[0], 3);
}

static const struct mode {
	const char *name;
	void (*print)(struct arguments *a);
} MODES[] = {
	{ "mixed", mixed },           { "drain", drain }, { "nested", nested },
	{ "every_byte", every_byte }, { "fill", fill },   { "dictionaries", dictionaries },
	{ "others", others },         { "below", below }, { "many", many },
	{ "steady", steady },
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
