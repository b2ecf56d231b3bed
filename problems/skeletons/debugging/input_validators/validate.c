/* validate: n on a line, then, unless n is 0, a line of n values. */
#include "validate.h"

int main(void)
{
	const int64_t n = read_number(0, 1 << 22);

	read_newline();
	for (int64_t i = 0; i < n; i++) {
		if (i)
			read_blank();
		read_number(INT32_MIN, INT32_MAX);
	}
	if (n)
		read_newline();
	valid_at_end();
}
