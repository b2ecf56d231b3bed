/*
 * validate: is standard input a test of hash_table? What the words mean stands in include/driver.c.
 */
#include "validate.h"

#define TABLES_MAX     16
#define KEY_MAX        63
#define OPERATIONS_MAX 2000000
#define INSERTS_MAX    1000000

struct state {
	bool alive[TABLES_MAX];
	int64_t n_tables;
	int64_t current; /* index; -1 = none */
	long operations, inserts, answers;
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

/* Does a key hold this byte as it is? */
static bool is_plain(int c)
{
	return c > ' ' && c <= '~' && c != '"' && c != '\\';
}

static void read_key(void)
{
	int c, n = 0;

	read_blank();
	read_char('"', "a double quote");
	while ((c = getchar_unlocked()) != '"') {
		must(++n <= KEY_MAX, "a key of more than 63 bytes");
		if (c == '\\') {
			int byte = 16 * read_hex_digit();

			byte += read_hex_digit();
			must(byte != 0, "a NUL in a key");
			must(!is_plain(byte), "a byte that needs no backslash");
		} else if (!is_plain(c)) {
			invalid("a byte of a key that must be written as a backslash and two digits");
		}
	}
}

static void check_operation(struct state *s, const char *word)
{
	if (!strcmp(word, "create")) {
		must(s->n_tables < TABLES_MAX, "more than 16 tables");
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
	if (!strcmp(word, "insert")) {
		read_key();
		read_blank();
		read_number(INT64_MIN, INT64_MAX);
		must(++s->inserts <= INSERTS_MAX, "more than 1000000 inserts");
		s->answers++;
	} else if (!strcmp(word, "find") || !strcmp(word, "erase")) {
		read_key();
		s->answers++;
	} else if (!strcmp(word, "size")) {
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
