/*
 * validate: is standard input a test of running_median? What the words mean stands in include/driver.c.
 */
#include "validate.h"

#define FINDERS_MAX    1000
#define OPERATIONS_MAX 2200000

struct state {
	bool alive[FINDERS_MAX];
	bool holds_numbers[FINDERS_MAX];
	int64_t n_finders;
	int64_t current; /* index; -1 = none */
	long operations, medians;
};

static void check_create(struct state *s)
{
	must(s->n_finders < FINDERS_MAX, "more than 1000 finders");
	s->alive[s->n_finders] = true;
	s->current = s->n_finders++;
}

static void check_use(struct state *s)
{
	read_blank();
	s->current = read_number(1, FINDERS_MAX) - 1;
	must(s->current < s->n_finders && s->alive[s->current], "use of a finder that is not there");
}

static void check_operation(struct state *s, const char *word)
{
	if (!strcmp(word, "create")) {
		check_create(s);
		return;
	}
	if (!strcmp(word, "use")) {
		check_use(s);
		return;
	}
	must(s->current >= 0, "an operation without a finder");
	if (!strcmp(word, "add")) {
		read_blank();
		read_number(INT32_MIN, INT32_MAX);
		s->holds_numbers[s->current] = true;
	} else if (!strcmp(word, "median")) {
		must(s->holds_numbers[s->current], "a median before the first number");
		s->medians++;
	} else if (!strcmp(word, "free")) {
		s->alive[s->current] = false;
		s->current = -1;
	} else {
		invalid("unknown operation");
	}
}

int main(void)
{
	static struct state s = { .current = -1 };
	char word[8];

	while (!at_end()) {
		must(++s.operations <= OPERATIONS_MAX, "more than 2200000 operations");
		read_word(word, sizeof(word), "abcdefghijklmnopqrstuvwxyz");
		check_operation(&s, word);
		read_newline();
	}
	must(s.medians > 0, "no median: nothing would be compared");
	valid_at_end();
}
