/*
 * generate: prints one test of slow_code.
 *
 *	distinct N SEED        N lines, no two messages are equal; all of them begin alike
 *	alike N SEED           the same with 130 bytes that are the beginning of every message
 *	short N SEED           N lines of twelve bytes or so, with N/2 different messages
 *	often N                N lines, a fifth of them bad; one message in each level
 *	repeated N SEED        N lines of a few messages, which differ in their numbers
 *	long N SEED            one line of about N bytes
 *	mixed N KINDS SEED     N lines of KINDS messages from some sources; tabs, blanks, carriage returns, bad lines
 *	logs COUNT N SEED      COUNT logs of N lines as of mixed
 *	colliding HASH SEED    200 messages that collide under djb2, sdbm, fnv1a or times31, each three times
 */
#include "generate.h"

#define N_MAX      (1 << 20)
#define COLLIDING  200
#define CANDIDATES (1u << 20)

static const char *const LEVELS[] = { "ERROR", "WARN", "INFO", "DEBUG" };

/* Only letters, since numbers are folded; another word for each number. */
static void print_letters(uint64_t v)
{
	do
		putchar_unlocked((char)('a' + v % 26));
	while (v /= 26);
}

static void print_head(int64_t *time, const char *level, const char *source, struct random *r)
{
	*time += (int64_t)random_below(r, 3);
	putchar_unlocked('|');
	print_number(*time);
	putchar_unlocked(' ');
	fputs(level, stdout);
	putchar_unlocked(' ');
	fputs(source, stdout);
	putchar_unlocked(' ');
}

static struct random argument_random(struct arguments *a)
{
	return random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));
}

static void print_distinct_behind(const char *beginning, struct arguments *a)
{
	int64_t n = argument_number(a, "N", 1, N_MAX), time = 1000000;
	struct random r = argument_random(a);

	puts("log");
	for (int64_t i = 0; i < n; i++) {
		print_head(&time, LEVELS[random_below(&r, 4)], "web", &r);
		fputs(beginning, stdout);
		/* All of one length, and spread over the words of that length. */
		print_letters(UINT64_C(11881376) + ((uint64_t)i * UINT64_C(7368787) + 12345) % UINT64_C(297034400));
		putchar_unlocked('\n');
	}
}

static void print_distinct(struct arguments *a)
{
	print_distinct_behind("no page for ", a);
}

static void print_alike(struct arguments *a)
{
	print_distinct_behind("the request was handed on to the next server, which did not answer in the time that was "
			      "set for it, and so there is no page for ",
			      a);
}

static void print_short(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 2, 1 << 19), kinds = n / 2;
	struct random r = argument_random(a);

	puts("log");
	for (int64_t i = 0; i < n; i++) {
		int64_t kind = i < kinds ? i : random_between(&r, 0, kinds - 1);

		fputs("|1 INFO a ", stdout);
		/* Words of four letters, spread over all of them. */
		print_letters(UINT64_C(17576) + ((uint64_t)kind * UINT64_C(7368787) + 12345) % UINT64_C(439400));
		putchar_unlocked('\n');
	}
}

static void print_often(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 1, N_MAX);

	puts("log");
	for (int64_t i = 0; i < n; i++)
		if (i % 5 == 4)
			puts("|x");
		else
			printf("|%d %s a b\n", (int)(i % 10), LEVELS[i % 5]);
}

static void print_repeated(struct arguments *a)
{
	static const char *const MESSAGES[] = { "user ", "slow query ms=", "retry ", "cache size " };
	int64_t n = argument_number(a, "N", 1, N_MAX), time = 1000000;
	struct random r = argument_random(a);

	puts("log");
	for (int64_t i = 0; i < n; i++) {
		print_head(&time, LEVELS[random_below(&r, 4)], random_below(&r, 2) ? "web" : "db", &r);
		fputs(MESSAGES[random_below(&r, 4)], stdout);
		print_number((int64_t)random_below(&r, 1000000));
		putchar_unlocked('\n');
	}
}

static void print_long(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 1, 4 * N_MAX), time = 1000000;
	struct random r = argument_random(a);

	puts("log");
	print_head(&time, "WARN", "web", &r);
	for (int64_t i = 0; i < n; i++) {
		uint64_t pick = random_below(&r, 32);

		putchar_unlocked(pick < 26   ? (char)('a' + pick)
				 : pick < 29 ? (char)('0' + pick - 26)
				 : pick < 31 ? ' '
					     : '\t');
	}
	puts("end");
}

static void print_blanks(struct random *r)
{
	static const char *const BLANKS[] = { " ", " ", " ", "  ", "\t", " \t ", "\r" };

	fputs(BLANKS[random_below(r, 7)], stdout);
}

static void print_bad(struct random *r)
{
	static const char *const BAD[] = {
		"start",
		"12 INFO",
		"12 INFO web",
		"12 INFO web  \t",
		"x1 INFO web hello",
		"12 info web hello",
		"INFO web hello",
		"-1 WARN db no",
		"12 FATAL web hello",
		"1234567890123456789 INFO web hello",
	};

	putchar_unlocked('|');
	puts(BAD[random_below(r, 10)]);
}

static void print_line(struct random *r, uint64_t kinds, int64_t *time)
{
	static const char *const SOURCES[] = { "web", "db", "web.1", "web:" };
	uint64_t kind = random_below(r, kinds);

	*time += (int64_t)random_below(r, 30) - 5;
	putchar_unlocked('|');
	if (random_below(r, 8) == 0)
		print_blanks(r);
	if (random_below(r, 8) == 0)
		putchar_unlocked('0');
	print_number(*time);
	print_blanks(r);
	fputs(LEVELS[random_below(r, 4)], stdout);
	print_blanks(r);
	fputs(SOURCES[random_below(r, 4)], stdout);
	print_blanks(r);
	if (kind % 3 == 0)
		print_number((int64_t)random_below(r, 1000));
	print_letters(kind);
	if (kind % 2)
		print_number((int64_t)random_below(r, 100000));
	if (random_below(r, 4) == 0)
		print_blanks(r);
	putchar_unlocked('\n');
}

static void print_mixed_log(struct random *r, int64_t n, uint64_t kinds)
{
	int64_t time = 1000000;

	puts(random_below(r, 2) && n ? "log open" : "log");
	for (int64_t i = 0; i < n; i++)
		switch (random_below(r, 12)) {
		case 0:
			print_bad(r);
			break;
		case 1:
			puts(random_below(r, 2) ? "|" : "| \t ");
			break;
		default:
			print_line(r, kinds, &time);
		}
}

static void print_mixed(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 0, N_MAX);
	uint64_t kinds = (uint64_t)argument_number(a, "KINDS", 1, INT32_MAX);
	struct random r = argument_random(a);

	print_mixed_log(&r, n, kinds);
}

static void print_logs(struct arguments *a)
{
	int64_t count = argument_number(a, "COUNT", 1, 10000), n = argument_number(a, "N", 0, 10000);
	struct random r = argument_random(a);

	for (int64_t i = 0; i < count; i++)
		print_mixed_log(&r, n, (uint64_t)n + 1);
}

/* ---- messages that collide --------------------------------------------------------------------------------------- */

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
	int64_t time = 0;

	while (hash < sizeof(HASHES) / sizeof(HASHES[0]) && strcmp(name, HASHES[hash].name) != 0)
		hash++;
	if (hash == sizeof(HASHES) / sizeof(HASHES[0]))
		bad_argument("djb2, sdbm, fnv1a or times31", name);
	words = colliding_words(hash, &r);
	puts("log");
	for (int i = 0; i < 3 * COLLIDING; i++) {
		print_head(&time, "INFO", "web", &r);
		printf("%.8s\n", words[i % COLLIDING].letters);
	}
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*print)(struct arguments *a);
	} MODES[] = {
		{ "distinct", print_distinct }, { "alike", print_alike },       { "short", print_short },
		{ "often", print_often },       { "repeated", print_repeated }, { "long", print_long },
		{ "mixed", print_mixed },       { "logs", print_logs },         { "colliding", print_colliding },
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
