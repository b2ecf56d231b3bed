/*
 * generate: prints one test of palindrome.
 *
 *	letters N SEED           one palindrome of N letters and digits, in either case
 *	broken N PLACE SEED      the same, but one byte does not match: the one at PLACE (0 to N/2 - 1, from the left)
 *	sparse N STEP SEED       one palindrome of N bytes of which about one in STEP counts
 *	sparse_broken N STEP SEED   the same, but the last letter or digit does not match
 *	nothing N SEED           one string of N bytes without any letter or digit
 *	one N PLACE SEED         the same with one letter, at PLACE
 *	thue_morse N             one string of N letters: the one at i is a, or b where i has an odd number of bits set
 *	bytes N SEED             one palindrome of N bytes of all values but NUL and newline, as they come
 *	every_byte               all pairs of a byte and itself, or one that differs in its highest three bits
 *	around                   each byte between two equal letters, and beside one of two different ones
 *	small COUNT ALPHABET SEED   COUNT strings of 0 to 6 bytes out of one of three ALPHABETS, 0 to 2
 *	words COUNT SEED         COUNT strings of a few hundred bytes that are palindromes, or nearly
 *
 * The same arguments print the same bytes on every host: integers only, and a generator of random numbers of our own.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BYTES_MAX (INT64_C(1) << 22)
#define WORD_MAX  400 /* bytes */

struct test {
	int64_t n;
	int64_t place; /* PLACE or STEP */
	int64_t count;
	int64_t alphabet;
	uint64_t random;
	unsigned char *s; /* room for n bytes, or a word */
};

static _Noreturn void usage(const char *what)
{
	fprintf(stderr, "generate: %s; the modes stand at the top of generate.c\n", what);
	exit(2);
}

/* ---- random bytes ------------------------------------------------------------------------------------------------ */

/* Steele, Lea and Flood's SplitMix64: a counter whose value is scrambled. */
static uint64_t random_next(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* 0 .. n - 1, nearly uniform, which is good enough for tests. */
static int64_t random_below(struct test *t, int64_t n)
{
	return (int64_t)((random_next(&t->random) >> 32) * (uint64_t)n >> 32);
}

/* By the code of ASCII and not by ctype, which asks the locale. */
static bool counts(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_letter(unsigned char c)
{
	return counts(c) && c > '9';
}

static unsigned char random_byte(struct test *t)
{
	unsigned char c;

	do
		c = (unsigned char)(1 + random_below(t, 255));
	while (c == '\n');
	return c;
}

static unsigned char random_counting(struct test *t)
{
	static const char all[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

	return (unsigned char)all[random_below(t, (int64_t)sizeof all - 1)];
}

static unsigned char random_noise(struct test *t)
{
	unsigned char c;

	do
		c = random_byte(t);
	while (counts(c));
	return c;
}

/* The same letter in a random case; anything else as it is. */
static unsigned char either_case(struct test *t, unsigned char c)
{
	return is_letter(c) && random_below(t, 2) ? c ^ 0x20 : c;
}

/* A letter or digit that does not match c in any case. */
static unsigned char mismatch(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return c == '9' ? '0' : c + 1;
	return (c | 0x20) == 'z' ? c - 1 : c + 1;
}

/* ---- strings ----------------------------------------------------------------------------------------------------- */

static void print_count(int64_t count)
{
	printf("%" PRId64 "\n", count);
}

static void print_string(const unsigned char *s, int64_t n)
{
	fwrite(s, 1, (size_t)n, stdout);
	putchar_unlocked('\n');
}

static void fill_letters(struct test *t)
{
	for (int64_t i = 0, j = t->n - 1; i <= j; i++, j--) {
		t->s[i] = random_counting(t);
		t->s[j] = either_case(t, t->s[i]);
	}
}

static void letters(struct test *t)
{
	fill_letters(t);
	print_count(1);
	print_string(t->s, t->n);
}

static void broken(struct test *t)
{
	if (t->place >= t->n / 2)
		usage("PLACE beyond the first half");
	fill_letters(t);
	t->s[t->place] = mismatch(t->s[t->place]);
	print_count(1);
	print_string(t->s, t->n);
}

/* Letters at random places; then the second half of them is made to mirror the first. */
static void fill_sparse(struct test *t)
{
	int64_t i = 0, j = t->n - 1;

	if (t->place == 0)
		usage("STEP 0");
	for (int64_t k = 0; k < t->n; k++)
		t->s[k] = random_below(t, t->place) ? random_noise(t) : random_counting(t);
	for (;;) {
		while (i < t->n && !counts(t->s[i]))
			i++;
		while (j >= 0 && !counts(t->s[j]))
			j--;
		if (i >= j)
			return;
		t->s[j] = either_case(t, t->s[i]);
		i++;
		j--;
	}
}

static void sparse(struct test *t)
{
	fill_sparse(t);
	print_count(1);
	print_string(t->s, t->n);
}

static void sparse_broken(struct test *t)
{
	int64_t i = 0, j = t->n - 1;

	fill_sparse(t);
	while (i < t->n && !counts(t->s[i]))
		i++;
	while (j >= 0 && !counts(t->s[j]))
		j--;
	if (i >= j)
		usage("fewer than two letters or digits");
	t->s[j] = mismatch(t->s[i]);
	print_count(1);
	print_string(t->s, t->n);
}

static void nothing(struct test *t)
{
	for (int64_t i = 0; i < t->n; i++)
		t->s[i] = random_noise(t);
	print_count(1);
	print_string(t->s, t->n);
}

static void one(struct test *t)
{
	if (t->place >= t->n)
		usage("PLACE beyond the end");
	for (int64_t i = 0; i < t->n; i++)
		t->s[i] = random_noise(t);
	t->s[t->place] = 'k';
	print_count(1);
	print_string(t->s, t->n);
}

/*
 * Read backwards, with 2048 letters, it is the same with a for b; under a polynomial hash of 64 bits the two are equal,
 * whatever the (odd) factor is, since the difference is a product of 11 numbers that have 66 factors of two together.
 */
static void thue_morse(struct test *t)
{
	for (int64_t i = 0; i < t->n; i++)
		t->s[i] = (unsigned char)('a' + __builtin_parityll((uint64_t)i));
	print_count(1);
	print_string(t->s, t->n);
}

static void bytes(struct test *t)
{
	for (int64_t i = 0, j = t->n - 1; i <= j; i++, j--)
		t->s[i] = t->s[j] = random_byte(t);
	print_count(1);
	print_string(t->s, t->n);
}

/* ---- many short strings ------------------------------------------------------------------------------------------ */

static void every_byte(struct test *t)
{
	static const unsigned char flips[] = { 0, 0x20, 0x40, 0x60, 0x80, 0xa0 };
	int64_t count = 0;

	(void)t;
	for (int pass = 0; pass < 2; pass++) {
		if (pass == 1)
			print_count(count);
		for (int c = 1; c < 256; c++)
			for (size_t f = 0; f < sizeof flips; f++) {
				unsigned char pair[2] = { (unsigned char)c, (unsigned char)c ^ flips[f] };

				if (c == '\n' || pair[1] == '\n' || pair[1] == '\0')
					continue;
				count += pass == 0;
				if (pass == 1)
					print_string(pair, 2);
			}
	}
}

static void around(struct test *t)
{
	(void)t;
	print_count(2 * 254);
	for (int c = 1; c < 256; c++) {
		unsigned char same[4] = { 'q', (unsigned char)c, '!', 'Q' };
		unsigned char other[4] = { 'q', '!', (unsigned char)c, 'r' };

		if (c == '\n')
			continue;
		print_string(same, 4);
		print_string(other, 4);
	}
}

static void small(struct test *t)
{
	static const char *const alphabets[] = { "aA1 ,", "0Pp@`_", "a\x80\xc3\xa4\xe1\xff" };
	const char *alphabet = alphabets[t->alphabet];

	print_count(t->count);
	for (int64_t k = 0; k < t->count; k++) {
		unsigned char s[6];
		int64_t n = random_below(t, 7);

		for (int64_t i = 0; i < n; i++)
			s[i] = (unsigned char)alphabet[random_below(t, (int64_t)strlen(alphabet))];
		print_string(s, n);
	}
}

static void words(struct test *t)
{
	t->place = 3;
	print_count(t->count);
	for (int64_t k = 0; k < t->count; k++) {
		t->n = WORD_MAX / 4 + random_below(t, WORD_MAX * 3 / 4);
		fill_sparse(t);
		if (random_below(t, 2)) {
			int64_t place = random_below(t, t->n);

			t->s[place] = random_counting(t);
		}
		print_string(t->s, t->n);
	}
}

/* ---- modes ------------------------------------------------------------------------------------------------------- */

/* What the arguments behind the mode are: n = N, p = PLACE or STEP, c = COUNT, a = ALPHABET, s = SEED. */
static const struct mode {
	const char *name;
	const char *arguments;
	void (*print)(struct test *t);
} MODES[] = {
	{ "letters", "ns", letters }, { "broken", "nps", broken },
	{ "sparse", "nps", sparse },  { "sparse_broken", "nps", sparse_broken },
	{ "nothing", "ns", nothing }, { "one", "nps", one },
	{ "bytes", "ns", bytes },     { "every_byte", "", every_byte },
	{ "around", "", around },     { "small", "cas", small },
	{ "words", "cs", words },     { "thue_morse", "n", thue_morse },
};

#define N_MODES (sizeof MODES / sizeof MODES[0])

static int64_t parse_number(const char *s, int64_t min, int64_t max)
{
	int64_t v = 0;

	if (!*s)
		usage("an empty number");
	for (; *s; s++) {
		if (*s < '0' || *s > '9' || v > INT64_MAX / 10 - 1)
			usage("a bad number");
		v = v * 10 + (*s - '0');
	}
	if (v < min || v > max)
		usage("a number out of range");
	return v;
}

static void parse_arguments(struct test *t, const char *letters_of, char **argv)
{
	*t = (struct test){ .n = 0 };
	for (; *letters_of; letters_of++, argv++)
		switch (*letters_of) {
		case 'n':
			t->n = parse_number(*argv, 1, BYTES_MAX);
			break;
		case 'p':
			t->place = parse_number(*argv, 0, BYTES_MAX);
			break;
		case 'c':
			t->count = parse_number(*argv, 1, 100000);
			break;
		case 'a':
			t->alphabet = parse_number(*argv, 0, 2);
			break;
		default:
			t->random = (uint64_t)parse_number(*argv, 0, INT64_MAX);
		}
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
		t.s = malloc((size_t)(t.n > WORD_MAX ? t.n : WORD_MAX));
		if (!t.s)
			usage("out of memory");
		mode->print(&t);
		free(t.s);
		return fflush(stdout) != 0 || ferror(stdout) ? 1 : 0;
	}
	usage("unknown mode");
}
