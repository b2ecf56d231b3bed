/*
 * validate: is standard input a test of job_queue? What the words mean stands in include/driver.c.
 */
#include "validate.h"

#define QUEUES_MAX     1000
#define OPERATIONS_MAX 2200000

struct state {
	bool alive[QUEUES_MAX];
	int64_t n_queues;
	int64_t current; /* index; -1 = none */
	long operations, answers;
};

static void check_create(struct state *s)
{
	must(s->n_queues < QUEUES_MAX, "more than 1000 queues");
	s->alive[s->n_queues] = true;
	s->current = s->n_queues++;
}

static void check_use(struct state *s)
{
	read_blank();
	s->current = read_number(1, QUEUES_MAX) - 1;
	must(s->current < s->n_queues && s->alive[s->current], "use of a queue that is not there");
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
	must(s->current >= 0, "an operation without a queue");
	if (!strcmp(word, "push")) {
		read_blank();
		read_number(INT64_MIN, INT64_MAX);
		read_blank();
		read_number(INT64_MIN, INT64_MAX);
	} else if (!strcmp(word, "pop") || !strcmp(word, "peek") || !strcmp(word, "size")) {
		s->answers++;
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
		must(++s.operations <= OPERATIONS_MAX, "more than 2200000 operations");
		read_word(word, sizeof(word), "abcdefghijklmnopqrstuvwxyz");
		check_operation(&s, word);
		read_newline();
	}
	must(s.answers > 0, "no pop, peek or size: nothing would be compared");
	valid_at_end();
}
