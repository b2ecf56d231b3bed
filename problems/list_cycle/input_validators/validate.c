/*
 * validate: is standard input a test of list_cycle? One list after the other: a line with n and the index that the last
 * node leads to, then, unless n is 0, a line with n values.
 */
#include "validate.h"

#define NODES_MAX (1 << 21) /* of all lists together */
#define LISTS_MAX 100000

int main(void)
{
	int64_t nodes = 0;
	long lists = 0;

	while (!at_end()) {
		int64_t n = read_number(0, NODES_MAX);

		must(++lists <= LISTS_MAX, "more than 100000 lists");
		nodes += n;
		must(nodes <= NODES_MAX, "more than 2097152 nodes in all lists together");
		read_blank();
		read_number(-1, n - 1);
		read_newline();
		for (int64_t i = 0; i < n; i++) {
			if (i)
				read_blank();
			read_number(INT32_MIN, INT32_MAX);
		}
		if (n)
			read_newline();
	}
	must(lists > 0, "no list: nothing would be compared");
	valid_at_end();
}
