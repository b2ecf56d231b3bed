/*
 * validate: is standard input a test of flatten_list? At least one line, each a number or a list; one blank between
 * two items, none elsewhere: [1 [2 3] [] 4].
 */
#include "validate.h"

#define NODES_MAX (1 << 20) /* of all lines together */
#define LINES_MAX 100000

static int64_t nodes;

/* A number, or what opens a list: then true. */
static bool read_item(void)
{
	must(++nodes <= NODES_MAX, "more than 1048576 lists and numbers");
	if (peek_char() != '[') {
		read_number(INT32_MIN, INT32_MAX);
		return false;
	}
	read_char('[', "[");
	return true;
}

static void read_structure(void)
{
	bool opened = read_item();
	int64_t open = opened;

	while (open) {
		if (peek_char() == ']') {
			read_char(']', "]");
			opened = false;
			open--;
			continue;
		}
		if (!opened)
			read_char(' ', "one blank or ]");
		opened = read_item();
		open += opened;
	}
	read_newline();
}

int main(void)
{
	must(!at_end(), "at least one line expected");
	for (long lines = 1; !at_end(); lines++) {
		must(lines <= LINES_MAX, "more than 100000 lines");
		read_structure();
	}
	valid_at_end();
}
