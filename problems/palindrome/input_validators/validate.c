/*
 * validate: is standard input a test of palindrome? Exit 42 when it is, else 43 with the line and what is wrong.
 *
 * The first line is the number of strings, in its shortest spelling; then each string is a line, ended by a newline,
 * with no NUL in it.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define STRINGS_MAX 100000
#define BYTES_MAX   (INT64_C(1) << 22) /* of all strings of a test together */

static _Noreturn void refuse(int64_t line, const char *why)
{
	fprintf(stderr, "line %" PRId64 ": %s\n", line, why);
	exit(43);
}

static int64_t read_count(void)
{
	int64_t v = 0;
	int c = getchar_unlocked();

	if (c < '1' || c > '9')
		refuse(1, "the number of strings expected");
	for (; c >= '0' && c <= '9'; c = getchar_unlocked()) {
		v = v * 10 + (c - '0');
		if (v > STRINGS_MAX)
			refuse(1, "more than 100000 strings");
	}
	if (c != '\n')
		refuse(1, "the end of the line expected");
	return v;
}

/* Reads one line and returns its length. */
static int64_t read_string(int64_t line)
{
	int64_t len = 0;
	int c;

	while ((c = getchar_unlocked()) != '\n') {
		if (c == EOF)
			refuse(line, "the input ends before the line does");
		if (c == '\0')
			refuse(line, "a NUL in a string");
		len++;
	}
	return len;
}

int main(void)
{
	int64_t count = read_count();
	int64_t bytes = 0;

	for (int64_t i = 0; i < count; i++) {
		bytes += read_string(i + 2);
		if (bytes > BYTES_MAX)
			refuse(i + 2, "more than 4194304 bytes of strings");
	}
	if (getchar_unlocked() != EOF)
		refuse(count + 2, "more lines than the first one says");
	if (ferror(stdin))
		refuse(count + 2, "cannot be read");
	return 42;
}
