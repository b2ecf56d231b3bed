/*
 * validate: is standard input a test of route_lookup? What the words mean stands in include/driver.c.
 */
#include "validate.h"

#include <limits.h>

#define TABLES_MAX     1000
#define OPERATIONS_MAX 500000
#define ADDS_MAX       60000

struct state {
	bool alive[TABLES_MAX];
	int64_t n_tables;
	int64_t current; /* index; -1 = none */
	long operations, adds, answers;
};

static void read_address(void)
{
	read_blank();
	for (int part = 0; part < 4; part++) {
		if (part)
			read_char('.', "a dot");
		read_number(0, 255);
	}
}

static void read_prefix(void)
{
	read_address();
	read_char('/', "a slash");
	read_number(-INT_MAX, INT_MAX);
}

static void check_operation(struct state *s, const char *word)
{
	if (!strcmp(word, "create")) {
		must(s->n_tables < TABLES_MAX, "more than 1000 tables");
		s->alive[s->n_tables] = true;
		s->current = s->n_tables++;
		return;
	}
	if (!strcmp(word, "use")) {
		read_blank();
		s->current = read_number(1, TABLES_MAX) - 1;
		must(s->current < s->n_tables && s->alive[s->current], "use of a table that is not there");
		return;
	}
	must(s->current >= 0, "an operation without a table");
	if (!strcmp(word, "free")) {
		s->alive[s->current] = false;
		s->current = -1;
		return;
	}
	s->answers++;
	if (!strcmp(word, "add")) {
		must(++s->adds <= ADDS_MAX, "more than 60000 adds");
		read_prefix();
		read_blank();
		read_number(0, UINT32_MAX);
	} else if (!strcmp(word, "remove")) {
		read_prefix();
	} else if (!strcmp(word, "lookup")) {
		read_address();
	} else {
		invalid("unknown operation");
	}
}

int main(void)
{
	static struct state s = { .current = -1 };
	char word[8];

	while (!at_end()) {
		must(++s.operations <= OPERATIONS_MAX, "more than 500000 operations");
		read_word(word, sizeof(word), "abcdefghijklmnopqrstuvwxyz");
		check_operation(&s, word);
		read_newline();
	}
	must(s.answers > 0, "nothing would be compared");
	valid_at_end();
}
