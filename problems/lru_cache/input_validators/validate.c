/*
 * validate: is standard input a test of lru_cache? Exit 42 when it is, else 43 with the line and what is wrong.
 *
 * The grammar is exact, so that one meaning has one spelling: one blank between words, every line ended, numbers
 * without needless zeros and signs. What the words mean stands in include/driver.c.
 */
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CAPACITY_MAX   (1 << 20) /* of all caches of a test together */
#define CACHES_MAX     16
#define OPERATIONS_MAX 2000000

struct reader {
	unsigned long line;
};

static _Noreturn void refuse(const struct reader *r, const char *why)
{
	fprintf(stderr, "line %lu: %s\n", r->line, why);
	exit(43);
}

static void read_char(struct reader *r, int expected, const char *why)
{
	if (getchar_unlocked() != expected)
		refuse(r, why);
	r->line += expected == '\n';
}

/* Lower-case letters up to anything else, which is left. */
static void read_word(struct reader *r, char *word, size_t size)
{
	size_t n = 0;
	int c;

	while ((c = getchar_unlocked()) >= 'a' && c <= 'z') {
		if (n + 1 == size)
			refuse(r, "unknown operation");
		word[n++] = (char)c;
	}
	ungetc(c, stdin);
	word[n] = '\0';
}

/* A blank, then a decimal number from min to max in its shortest spelling. */
static int64_t read_number(struct reader *r, int64_t min, int64_t max)
{
	bool negative = false;
	int64_t v = 0;
	int digits = 0;
	int c;

	read_char(r, ' ', "one blank expected");
	c = getchar_unlocked();
	if (c == '-') {
		negative = true;
		c = getchar_unlocked();
	}
	for (; c >= '0' && c <= '9'; c = getchar_unlocked()) {
		if (digits > 0 && v == 0)
			refuse(r, "a number with a leading zero");
		if (++digits > 12)
			refuse(r, "a number that is too long");
		v = v * 10 + (c - '0');
	}
	ungetc(c, stdin);
	if (digits == 0)
		refuse(r, "a number expected");
	if (negative && v == 0)
		refuse(r, "minus zero");
	if (negative)
		v = -v;
	if (v < min || v > max)
		refuse(r, "a number out of range");
	return v;
}

struct state {
	bool alive[CACHES_MAX];
	int64_t n_caches;
	int64_t current; /* index; -1 = none */
	int64_t capacity;
	long operations, gets;
};

static void check_operation(struct reader *r, struct state *s, const char *word)
{
	if (strcmp(word, "create") == 0) {
		s->capacity += read_number(r, 1, CAPACITY_MAX);
		if (s->capacity > CAPACITY_MAX)
			refuse(r, "capacities of more than 1048576 together");
		if (s->n_caches == CACHES_MAX)
			refuse(r, "more than 16 caches");
		s->alive[s->n_caches] = true;
		s->current = s->n_caches++;
		return;
	}
	if (strcmp(word, "use") == 0) {
		s->current = read_number(r, 1, CACHES_MAX) - 1;
		if (s->current >= s->n_caches || !s->alive[s->current])
			refuse(r, "use of a cache that is not there");
		return;
	}
	if (s->current < 0)
		refuse(r, "an operation without a cache");
	if (strcmp(word, "put") == 0) {
		read_number(r, INT_MIN, INT_MAX);
		read_number(r, INT_MIN, INT_MAX);
	} else if (strcmp(word, "get") == 0) {
		read_number(r, INT_MIN, INT_MAX);
		s->gets++;
	} else if (strcmp(word, "free") == 0) {
		s->alive[s->current] = false;
		s->current = -1;
	} else {
		refuse(r, "unknown operation");
	}
}

int main(void)
{
	struct reader r = { .line = 1 };
	struct state s = { .current = -1 };
	char word[8];
	int c;

	while ((c = getchar_unlocked()) != EOF) {
		ungetc(c, stdin);
		if (++s.operations > OPERATIONS_MAX)
			refuse(&r, "more than 2000000 operations");
		read_word(&r, word, sizeof word);
		check_operation(&r, &s, word);
		read_char(&r, '\n', "the end of the line expected");
	}
	if (ferror(stdin))
		refuse(&r, "cannot be read");
	if (s.gets == 0)
		refuse(&r, "no get: nothing would be compared");
	return 42;
}
