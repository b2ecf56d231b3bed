/*
 * validate: is standard input a test of priority_queue? What the words mean stands in include/driver.c.
 */
#include "validate.h"

#define ITEMS_MAX      (INT64_C(1) << 20) /* of all arrays of a test together */
#define QUEUES_MAX     16
#define OPERATIONS_MAX 2000000

struct state {
	bool alive[QUEUES_MAX];
	int64_t n_queues;
	int64_t current; /* index; -1 = none */
	int64_t items;
	long operations, answers;
};

static int64_t argument(int64_t min, int64_t max)
{
	read_blank();
	return read_number(min, max);
}

static void check_heapify(struct state *s)
{
	int64_t n = argument(0, ITEMS_MAX);

	s->items += n;
	must(s->items <= ITEMS_MAX, "arrays of more than 1048576 items together");
	s->answers++;
	for (int64_t i = 0; i < n; i++) {
		if (i)
			read_blank();
		else
			read_newline();
		read_number(INT64_MIN, INT64_MAX);
	}
}

static void check_create(struct state *s)
{
	must(s->n_queues < QUEUES_MAX, "more than 16 queues");
	s->alive[s->n_queues] = true;
	s->current = s->n_queues++;
}

static void check_use(struct state *s)
{
	s->current = argument(1, QUEUES_MAX) - 1;
	must(s->current < s->n_queues && s->alive[s->current], "use of a queue that is not there");
}

static void check_operation(struct state *s, const char *word)
{
	if (!strcmp(word, "heapify")) {
		check_heapify(s);
	} else if (!strcmp(word, "create")) {
		check_create(s);
	} else if (!strcmp(word, "use")) {
		check_use(s);
	} else if (s->current < 0) {
		invalid("an operation without a queue");
	} else if (!strcmp(word, "push")) {
		argument(INT64_MIN, INT64_MAX);
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
		must(++s.operations <= OPERATIONS_MAX, "more than 2000000 operations");
		read_word(word, sizeof(word), "abcdefghijklmnopqrstuvwxyz");
		check_operation(&s, word);
		read_newline();
	}
	must(s.answers > 0, "nothing would be compared");
	valid_at_end();
}
