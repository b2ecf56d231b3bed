/*
 * validate: is standard input a test of memory_leak? What the words mean stands in include/driver.c.
 */
#include "validate.h"

#define STORES_MAX     16
#define OPERATIONS_MAX 1000000
#define SECONDS_MAX    1000000000
#define TEXT_MAX       1024
#define TOKEN_MAX      1024

struct state {
	bool alive[STORES_MAX];
	int64_t n_stores;
	int64_t current; /* index; -1 = none */
	int64_t now;
	long operations, answers;
};

static int64_t number(int64_t min, int64_t max)
{
	read_blank();
	return read_number(min, max);
}

/* A blank and a word of bytes that are no white space. */
static void token(void)
{
	int n = 0, c;

	read_blank();
	for (; (c = peek_char()) > ' ' && c != 127; n++)
		read_char(c, "a character");
	must(n > 0, "a word expected");
	must(n <= TOKEN_MAX, "a word of more than 1024 bytes");
}

/* What follows the word: i = an id or a name, t = the rest of the line. */
static const struct {
	const char *word;
	const char *arguments;
} PLAIN[] = {
	{ "put", "it" },  { "copy", "iii" }, { "get", "ii" },  { "remove", "i" },
	{ "expire", "" }, { "size", "" },    { "watch", "i" },
};

static void check_plain(const char *arguments)
{
	for (; *arguments == 'i'; arguments++)
		token();
	if (*arguments == 't') {
		read_blank();
		read_line(TEXT_MAX);
	} else {
		read_newline();
	}
}

static bool check_store(struct state *s, const char *word)
{
	if (!strcmp(word, "create")) {
		number(1, SECONDS_MAX);
		must(s->n_stores < STORES_MAX, "more than 16 stores");
		s->alive[s->n_stores] = true;
		s->current = s->n_stores++;
	} else if (!strcmp(word, "use")) {
		s->current = number(1, STORES_MAX) - 1;
		must(s->current < s->n_stores && s->alive[s->current], "use of a store that is not there");
	} else if (!strcmp(word, "sleep")) {
		s->now += number(1, SECONDS_MAX);
		must(s->now <= INT64_C(10000000000), "more than 10^10 seconds together");
	} else if (!strcmp(word, "unwatch")) {
		number(1, OPERATIONS_MAX);
	} else if (!strcmp(word, "free")) {
		must(s->current >= 0, "free without a store");
		s->alive[s->current] = false;
		s->current = -1;
	} else {
		return false;
	}
	read_newline();
	return true;
}

static void check_operation(struct state *s, const char *word)
{
	if (check_store(s, word))
		return;
	for (size_t i = 0; i < sizeof(PLAIN) / sizeof(PLAIN[0]); i++)
		if (!strcmp(word, PLAIN[i].word)) {
			must(s->current >= 0, "an operation without a store");
			s->answers++;
			check_plain(PLAIN[i].arguments);
			return;
		}
	invalid("unknown operation");
}

int main(void)
{
	struct state s = { .current = -1 };
	char word[8];

	while (!at_end()) {
		must(++s.operations <= OPERATIONS_MAX, "more than 1000000 operations");
		read_word(word, sizeof(word), "abcdefghijklmnopqrstuvwxyz");
		check_operation(&s, word);
	}
	must(s.answers > 0, "nothing would be compared");
	valid_at_end();
}
