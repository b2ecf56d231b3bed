/* validate: the word, n on a line, then a line of n numbers. */
#include "validate.h"

int main(void)
{
	int64_t n;

	for (const char *c = "send\n"; *c; c++)
		read_char(*c, "the line \"send\"");
	n = read_number(1, 1000);
	read_newline();
	for (int64_t i = 0; i < n; i++) {
		if (i)
			read_blank();
		read_number(0, 999);
	}
	read_newline();
	valid_at_end();
}
