/*
 * validate: is standard input a test of palindrome? The first line is the number of strings; then each string is a
 * line, with no NUL in it.
 */
#include "validate.h"

#define STRINGS_MAX 100000
#define BYTES_MAX   (INT64_C(1) << 22) /* of all strings of a test together */

int main(void)
{
	int64_t count = read_number(1, STRINGS_MAX), bytes = 0;

	read_newline();
	for (int64_t i = 0; i < count; i++) {
		bytes += read_line(BYTES_MAX);
		must(bytes <= BYTES_MAX, "more than 4194304 bytes of strings");
	}
	valid_at_end();
}
