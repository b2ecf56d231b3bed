/*
 * validate: is standard input a test of autocomplete? What the words mean stands in include/driver.c.
 */
#include "validate.h"

#define DICTIONARIES_MAX 16
#define WORD_MAX         63
#define K_MAX            1000
#define OPERATIONS_MAX   200000
#define INSERTED_MAX     80000

struct state {
	bool alive[DICTIONARIES_MAX];
	int64_t n_dictionaries;
	int64_t current; /* index; -1 = none */
	long operations, answers, inserted;
};

static int read_hex_digit(void)
{
	int c = getchar_unlocked();

	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	invalid("a lower-case hexadecimal digit expected");
}

/* Does a word hold this byte as it is? */
static bool is_plain(int c)
{
	return c > ' ' && c <= '~' && c != '"' && c != '\\';
}

/* Returns its length. */
static int read_quoted(int min)
{
	int c, n = 0;

	read_blank();
	read_char('"', "a double quote");
	while ((c = getchar_unlocked()) != '"') {
		must(++n <= WORD_MAX, "a word of more than 63 bytes");
		if (c == '\\') {
			int byte = 16 * read_hex_digit();

			byte += read_hex_digit();
			must(byte != 0, "a NUL in a word");
			must(!is_plain(byte), "a byte that needs no backslash");
		} else if (!is_plain(c)) {
			invalid("a byte of a word that must be written as a backslash and two digits");
		}
	}
	must(n >= min, "an empty word");
	return n;
}

static void check_operation(struct state *s, const char *word)
{
	if (!strcmp(word, "create")) {
		must(s->n_dictionaries < DICTIONARIES_MAX, "more than 16 dictionaries");
		s->alive[s->n_dictionaries] = true;
		s->current = s->n_dictionaries++;
		return;
	}
	if (!strcmp(word, "use")) {
		read_blank();
		s->current = read_number(1, DICTIONARIES_MAX) - 1;
		must(s->current < s->n_dictionaries && s->alive[s->current], "use of a dictionary that is not there");
		return;
	}
	must(s->current >= 0, "an operation without a dictionary");
	if (!strcmp(word, "free")) {
		s->alive[s->current] = false;
		s->current = -1;
		return;
	}
	s->answers++;
	if (!strcmp(word, "insert")) {
		s->inserted += read_quoted(1);
		must(s->inserted <= INSERTED_MAX, "inserts of more than 80000 bytes");
		read_blank();
		read_number(INT64_MIN, INT64_MAX);
	} else if (!strcmp(word, "remove")) {
		read_quoted(1);
	} else if (!strcmp(word, "complete")) {
		read_quoted(0);
		read_blank();
		read_number(0, K_MAX);
	} else {
		invalid("unknown operation");
	}
}

int main(void)
{
	struct state s = { .current = -1 };
	char word[10];

	while (!at_end()) {
		must(++s.operations <= OPERATIONS_MAX, "more than 200000 operations");
		read_word(word, sizeof(word), "abcdefghijklmnopqrstuvwxyz");
		check_operation(&s, word);
		read_newline();
	}
	must(s.answers > 0, "nothing would be compared");
	valid_at_end();
}
