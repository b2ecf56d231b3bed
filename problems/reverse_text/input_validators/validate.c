/*
 * validate: is standard input a test of reverse_text? How texts are written stands in include/driver.c.
 */
#include "validate.h"

#define TEXTS_MAX 100000
#define BYTES_MAX (INT64_C(1) << 22) /* of all texts of a test together */

static const char DIGITS[] = "0123456789ABCDEFabcdef";

static int64_t read_digit(void)
{
	int c = getchar_unlocked();
	const char *digit = c > 0 ? strchr(DIGITS, c) : NULL;

	if (!digit)
		invalid("a hexadecimal digit expected");
	return digit - DIGITS < 16 ? digit - DIGITS : digit - DIGITS - 6;
}

/* Returns how many bytes of UTF-8 it takes. */
static int64_t read_code_point(void)
{
	int64_t c = 0;

	read_char('{', "{");
	do {
		c = 16 * c + read_digit();
		must(c <= 0x10FFFF, "a code point beyond 10FFFF");
	} while (peek_char() != '}');
	read_char('}', "}");
	must(c < 0xD800 || c > 0xDFFF, "a surrogate: no text holds one; write its bytes as \\xHH");
	return 1 + (c >= 0x80) + (c >= 0x800) + (c >= 0x10000);
}

static int64_t read_escape(void)
{
	int c = getchar_unlocked();

	if (c == 'u')
		return read_code_point();
	if (c == 'x') {
		read_digit();
		read_digit();
	} else {
		must(c == '\\' || c == 'n' || c == 'r', "one of \\\\ \\n \\r \\xHH \\u{H...} expected");
	}
	return 1;
}

static int64_t read_text(void)
{
	int64_t bytes = 0;
	int c;

	while ((c = getchar_unlocked()) != '\n') {
		must(c != EOF, "the end of the line expected");
		must(c >= 0x20 && c != 0x7F, "a control character; write it as \\xHH");
		bytes += c == '\\' ? read_escape() : 1;
		must(bytes <= BYTES_MAX, "more than 4194304 bytes of texts");
	}
	validate_line++;
	return bytes;
}

int main(void)
{
	int64_t count = read_number(1, TEXTS_MAX), bytes = 0;

	read_newline();
	for (int64_t i = 0; i < count; i++) {
		bytes += read_text();
		must(bytes <= BYTES_MAX, "more than 4194304 bytes of texts");
	}
	valid_at_end();
}
