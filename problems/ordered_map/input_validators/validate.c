/*
 * validate: is standard input a test of ordered_map? What the words mean stands in include/driver.c.
 */
#include "validate.h"

#define MAPS_MAX       1000
#define OPERATIONS_MAX 1000000

struct state {
	bool alive[MAPS_MAX];
	int64_t n_maps;
	int64_t current; /* index; -1 = none */
	long operations, answers;
};

static void read_argument(void)
{
	read_blank();
	read_number(INT64_MIN, INT64_MAX);
}

static void check_operation(struct state *s, const char *word)
{
	if (!strcmp(word, "create")) {
		must(s->n_maps < MAPS_MAX, "more than 1000 maps");
		s->alive[s->n_maps] = true;
		s->current = s->n_maps++;
		return;
	}
	if (!strcmp(word, "use")) {
		read_blank();
		s->current = read_number(1, MAPS_MAX) - 1;
		must(s->current < s->n_maps && s->alive[s->current], "use of a map that is not there");
		return;
	}
	must(s->current >= 0, "an operation without a map");
	if (!strcmp(word, "free")) {
		s->alive[s->current] = false;
		s->current = -1;
		return;
	}
	s->answers++;
	if (!strcmp(word, "insert")) {
		read_argument();
		read_argument();
	} else if (!strcmp(word, "erase") || !strcmp(word, "find") || !strcmp(word, "floor") || !strcmp(word, "kth") ||
		   !strcmp(word, "rank")) {
		read_argument();
	} else {
		invalid("unknown operation");
	}
}

int main(void)
{
	static struct state s = { .current = -1 };
	char word[8];

	while (!at_end()) {
		must(++s.operations <= OPERATIONS_MAX, "more than 1000000 operations");
		read_word(word, sizeof(word), "abcdefghijklmnopqrstuvwxyz");
		check_operation(&s, word);
		read_newline();
	}
	must(s.answers > 0, "nothing would be compared");
	valid_at_end();
}
