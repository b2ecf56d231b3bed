/*
 * validate: is standard input a test of undo_redo? What the words mean stands in include/driver.c. The history is
 * played with lengths only, to know how much is written.
 */
#include "validate.h"

#define EDITORS_MAX    16
#define OPERATIONS_MAX 5000000
#define TYPED_MAX      (1 << 23)
#define WRITTEN_MAX    (1 << 22)

struct editor {
	bool alive;
	int64_t length;
	int64_t *changes; /* of the length, one for each edit */
	size_t done, n, room;
};

struct state {
	struct editor editors[EDITORS_MAX];
	int64_t n_editors;
	struct editor *current; /* NULL: none */
	int64_t typed, written, answers;
};

static void record(struct editor *e, int64_t change)
{
	if (!change)
		return;
	if (e->done == e->room) {
		e->room = e->room ? 2 * e->room : 64;
		e->changes = realloc(e->changes, e->room * sizeof(*e->changes));
		must(e->changes != NULL, "too much history");
	}
	e->changes[e->done++] = change;
	e->n = e->done;
	e->length += change;
}

static void check_type(struct state *s)
{
	int64_t n;

	read_blank();
	n = read_line(TYPED_MAX);
	s->typed += n;
	must(s->typed <= TYPED_MAX, "more than 8388608 characters typed");
	record(s->current, n);
}

static void check_erase(struct state *s)
{
	int64_t k;

	read_blank();
	k = read_number(0, INT64_MAX);
	record(s->current, -(k < s->current->length ? k : s->current->length));
	read_newline();
}

static void check_create(struct state *s)
{
	must(s->n_editors < EDITORS_MAX, "more than 16 editors");
	s->current = &s->editors[s->n_editors++];
	s->current->alive = true;
	read_newline();
}

static void check_use(struct state *s)
{
	int64_t i;

	read_blank();
	i = read_number(1, EDITORS_MAX);
	must(i <= s->n_editors && s->editors[i - 1].alive, "use of an editor that is not there");
	s->current = &s->editors[i - 1];
	read_newline();
}

/* The operations that have no argument. */
static void check_plain(struct state *s, const char *word)
{
	struct editor *e = s->current;

	if (!strcmp(word, "undo")) {
		if (e->done)
			e->length -= e->changes[--e->done];
	} else if (!strcmp(word, "redo")) {
		if (e->done < e->n)
			e->length += e->changes[e->done++];
	} else if (!strcmp(word, "text")) {
		s->written += e->length;
		must(s->written <= WRITTEN_MAX, "text would write more than 4194304 characters in all");
	} else if (!strcmp(word, "free")) {
		e->alive = false;
		s->current = NULL;
		s->answers--;
	} else if (strcmp(word, "length") != 0) {
		invalid("unknown operation");
	}
	s->answers++;
	read_newline();
}

static void check_operation(struct state *s, const char *word)
{
	if (!strcmp(word, "create")) {
		check_create(s);
	} else if (!strcmp(word, "use")) {
		check_use(s);
	} else if (!s->current) {
		invalid("an operation without an editor");
	} else if (!strcmp(word, "type")) {
		check_type(s);
	} else if (!strcmp(word, "erase")) {
		check_erase(s);
	} else {
		check_plain(s, word);
	}
}

int main(void)
{
	static struct state s;
	char word[8];

	for (long operations = 1; !at_end(); operations++) {
		must(operations <= OPERATIONS_MAX, "more than 5000000 operations");
		read_word(word, sizeof(word), "abcdefghijklmnopqrstuvwxyz");
		check_operation(&s, word);
	}
	must(s.answers > 0, "nothing would be compared");
	valid_at_end();
}
