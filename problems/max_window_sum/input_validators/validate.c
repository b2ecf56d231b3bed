/*
 * validate: is standard input a test of max_window_sum? Each call is a line "n k" and, unless n is 0, a line of n
 * values.
 */
#include "validate.h"

#define VALUES_MAX 1000000 /* of all calls of a test together */
#define CALLS_MAX  200000

static int64_t check_call(void)
{
	int64_t n = read_number(0, VALUES_MAX);

	read_blank();
	read_number(0, INT64_MAX);
	read_newline();
	for (int64_t i = 0; i < n; i++) {
		if (i)
			read_blank();
		read_number(INT32_MIN, INT32_MAX);
	}
	if (n)
		read_newline();
	return n;
}

int main(void)
{
	int64_t values = 0;
	long calls = 0;

	while (!at_end()) {
		must(++calls <= CALLS_MAX, "more than 200000 calls");
		values += check_call();
		must(values <= VALUES_MAX, "more than 1000000 values");
	}
	must(calls > 0, "no call");
	valid_at_end();
}
