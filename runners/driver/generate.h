/*
 * generate: what generators of problem packages share. A generator prints one test for its arguments, and for the same
 * arguments the same bytes on every host: integers only, no clock, and random numbers of our own.
 *
 *	int main(int argc, char **argv)
 *	{
 *		struct arguments a = arguments_of(argc, argv);
 *		int64_t n = argument_number(&a, "N", 1, 1000000);
 *		struct random r = random_seeded((uint64_t)argument_number(&a, "SEED", 0, INT64_MAX));
 *
 *		print_number(n);
 *		…
 *		return generated(&a);
 *	}
 *
 * The judge gives this file to every generator that it compiles; it is all in a header, so that a generator stays one
 * program of one file wherever else it is compiled. What a function here gives never changes, since tests are made of
 * it: what is better gets another name.
 */
#ifndef JUDGE_RUNNERS_DRIVER_GENERATE_H
#define JUDGE_RUNNERS_DRIVER_GENERATE_H

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GENERATE_HELPER __attribute__((unused)) static

/* ---- arguments --------------------------------------------------------------------------------------------------- */

struct arguments {
	char **next;
	size_t left;
};

GENERATE_HELPER struct arguments arguments_of(int argc, char **argv)
{
	return (struct arguments){ argv + (argc > 0), argc > 0 ? (size_t)argc - 1 : 0 };
}

/* Exit 2: the package asks for a test that there is none of. */
GENERATE_HELPER _Noreturn void bad_argument(const char *what, const char *given)
{
	fprintf(stderr, given ? "generate: %s expected, not '%s'\n" : "generate: %s expected\n", what, given);
	exit(2);
}

GENERATE_HELPER const char *argument_word(struct arguments *a, const char *what)
{
	if (!a->left)
		bad_argument(what, NULL);
	a->left--;
	return *a->next++;
}

GENERATE_HELPER int64_t argument_number(struct arguments *a, const char *what, int64_t min, int64_t max)
{
	const char *word = argument_word(a, what);
	char *end;
	long long v = strtoll(word, &end, 10);

	if (end == word || *end || v < min || v > max)
		bad_argument(what, word);
	return v;
}

/* At the end of main: all arguments were used, all was printed. */
GENERATE_HELPER int generated(const struct arguments *a)
{
	if (a->left)
		bad_argument("the end of the arguments", *a->next);
	return fflush(stdout) != 0 || ferror(stdout) ? 1 : 0;
}

/* ---- random numbers ---------------------------------------------------------------------------------------------- */

/* Steele, Lea and Flood's SplitMix64: a counter whose value is scrambled. */
struct random {
	uint64_t state;
};

GENERATE_HELPER struct random random_seeded(uint64_t seed)
{
	return (struct random){ seed };
}

GENERATE_HELPER uint64_t random_next(struct random *r)
{
	uint64_t z = r->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* 0 to n - 1, nearly uniform, which is good enough for tests; n from 1 to 2^32. */
GENERATE_HELPER uint64_t random_below(struct random *r, uint64_t n)
{
	return (random_next(r) >> 32) * n >> 32;
}

/* From min to max, both of them; any range. */
GENERATE_HELPER int64_t random_between(struct random *r, int64_t min, int64_t max)
{
	uint64_t span = (uint64_t)max - (uint64_t)min + 1;

	return (int64_t)((uint64_t)min + (span ? random_next(r) % span : random_next(r)));
}

/* Fisher's and Yates's, of the values 0 to n - 1 or whatever is there. */
GENERATE_HELPER void random_shuffle(struct random *r, int64_t *values, size_t n)
{
	for (size_t i = n; i > 1; i--) {
		size_t j = (size_t)random_below(r, i);
		int64_t kept = values[i - 1];

		values[i - 1] = values[j];
		values[j] = kept;
	}
}

/* ---- memory and output ------------------------------------------------------------------------------------------- */

/* Zeroed; never NULL. Not freed: a generator ends soon. */
GENERATE_HELPER void *generate_alloc(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (!p) {
		fputs("generate: out of memory\n", stderr);
		exit(1);
	}
	return p;
}

/* printf is most of the time that a large test takes. */
GENERATE_HELPER void print_number(int64_t v)
{
	char digits[20], *p = digits + sizeof(digits);
	uint64_t rest = v < 0 ? -(uint64_t)v : (uint64_t)v;

	if (v < 0)
		putchar_unlocked('-');
	do
		*--p = (char)('0' + rest % 10);
	while (rest /= 10);
	fwrite_unlocked(p, 1, (size_t)(digits + sizeof(digits) - p), stdout);
}

/* The numbers with a blank between them, on one line. */
GENERATE_HELPER void print_numbers(const int64_t *values, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i)
			putchar_unlocked(' ');
		print_number(values[i]);
	}
	putchar_unlocked('\n');
}

#endif
