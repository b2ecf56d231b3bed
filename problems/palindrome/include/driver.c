/*
 * driver: plays one test of palindrome.
 *
 * An input is a line with the number of strings, then each string as a line of its own: any bytes but NUL and newline,
 * blanks at both ends and empty lines included. Each string is handed over as a copy that the candidate may change,
 * and each answer is a line, true or false.
 *
 * The copy stands between guards. They are neither letters nor digits, so that a scan that leaves the string does not
 * meet a reason to stop; and what is written into them is a write out of bounds.
 */
#include "driver.h"

#include <string.h>

#define GUARD_BYTES 16
#define GUARD       0x7f

static bool (*is_palindrome)(char *s);

const struct driver_function driver_functions[] = {
	{ "isPalindrome", (void **)&is_palindrome },
	{ NULL, NULL },
};

struct buffer {
	char *bytes; /* guard, string, NUL, guard */
	size_t room; /* for a string */
};

static void make_room(struct buffer *b, size_t len)
{
	if (b->bytes && len <= b->room)
		return;
	b->room = len < 4096 ? 4096 : len;
	b->bytes = driver_alloc(GUARD_BYTES + b->room + 1 + GUARD_BYTES, 1);
	memset(b->bytes, GUARD, GUARD_BYTES);
}

static bool is_guard(const char *p)
{
	for (size_t i = 0; i < GUARD_BYTES; i++)
		if (p[i] != GUARD)
			return false;
	return true;
}

static void play_string(struct buffer *b, const char *line, size_t len)
{
	char *s, *behind;
	bool answer;

	make_room(b, len);
	s = b->bytes + GUARD_BYTES;
	behind = s + len + 1;
	memcpy(s, line, len);
	s[len] = '\0';
	memset(behind, GUARD, GUARD_BYTES);
	driver_fence(b->bytes, GUARD_BYTES);
	driver_fence(behind, GUARD_BYTES);
	answer = is_palindrome(s);
	driver_unfence(b->bytes, GUARD_BYTES);
	driver_unfence(behind, GUARD_BYTES);
	driver_write_str(answer ? "true\n" : "false\n");
	if (!is_guard(b->bytes) || !is_guard(behind))
		driver_complain("something was written beside the string");
}

void driver_run(void)
{
	struct buffer b = { NULL, 0 };
	int64_t count = driver_read_i64();
	size_t len;

	driver_read_line(&len);
	if (len != 0)
		driver_bad_input("the end of the line");
	while (count-- > 0) {
		const char *line = driver_read_line(&len);

		play_string(&b, line, len);
	}
}
