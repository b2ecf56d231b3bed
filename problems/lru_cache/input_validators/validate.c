/*
 * validate: is standard input a test of lru_cache? What the words mean stands in include/driver.c.
 */
#include "validate.h"

#define CAPACITY_MAX   (1 << 20) /* of all caches of a test together */
#define CACHES_MAX     16
#define OPERATIONS_MAX 2000000

struct state {
	bool alive[CACHES_MAX];
	int64_t n_caches;
	int64_t current; /* index; -1 = none */
	int64_t capacity;
	long operations, gets;
};

static int64_t argument(int64_t min, int64_t max)
{
	read_blank();
	return read_number(min, max);
}

static void check_create(struct state *s)
{
	s->capacity += argument(1, CAPACITY_MAX);
	must(s->capacity <= CAPACITY_MAX, "capacities of more than 1048576 together");
	must(s->n_caches < CACHES_MAX, "more than 16 caches");
	s->alive[s->n_caches] = true;
	s->current = s->n_caches++;
}

static void check_operation(struct state *s, const char *word)
{
	if (!strcmp(word, "create")) {
		check_create(s);
		return;
	}
	if (!strcmp(word, "use")) {
		s->current = argument(1, CACHES_MAX) - 1;
		must(s->current < s->n_caches && s->alive[s->current], "use of a cache that is not there");
		return;
	}
	must(s->current >= 0, "an operation without a cache");
	if (!strcmp(word, "put")) {
		argument(INT32_MIN, INT32_MAX);
		argument(INT32_MIN, INT32_MAX);
	} else if (!strcmp(word, "get")) {
		argument(INT32_MIN, INT32_MAX);
		s->gets++;
	} else if (!strcmp(word, "free")) {
		s->alive[s->current] = false;
		s->current = -1;
	} else {
		invalid("unknown operation");
	}
}

int main(void)
{
	struct state s = { .current = -1 };
	char word[8];

	while (!at_end()) {
		must(++s.operations <= OPERATIONS_MAX, "more than 2000000 operations");
		read_word(word, sizeof(word), "abcdefghijklmnopqrstuvwxyz");
		check_operation(&s, word);
		read_newline();
	}
	must(s.gets > 0, "no get: nothing would be compared");
	valid_at_end();
}
