/*
 * validate: is standard input a test of slow_code? One log or more; what the lines mean stands in include/driver.c.
 */
#include "validate.h"

#define BYTES_MAX (8 << 20) /* of all logs of a test */

int main(void)
{
	int64_t bytes = 0;
	char word[8];

	do {
		int64_t lines = 0;
		bool open = false;

		must(peek_char() == 'l', "a line log expected, or a line of a log behind a |");
		read_word(word, sizeof(word), "abcdefghijklmnopqrstuvwxyz");
		must(!strcmp(word, "log"), "log expected");
		if (peek_char() == ' ') {
			read_blank();
			read_word(word, sizeof(word), "abcdefghijklmnopqrstuvwxyz");
			must(!strcmp(word, "open"), "open expected");
			open = true;
		}
		read_newline();
		for (; peek_char() == '|'; lines++) {
			read_char('|', "|");
			bytes += 1 + read_line(BYTES_MAX);
			must(bytes <= BYTES_MAX, "logs of more than 8388608 bytes");
		}
		must(lines || !open, "a line that is not ended expected");
	} while (!at_end());
	valid_at_end();
}
