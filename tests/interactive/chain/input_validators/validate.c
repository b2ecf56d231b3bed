/* validate: is standard input a test of chain? A line "n secret". */
#include "validate.h"

int main(void)
{
	int64_t n = read_number(1, 1000000000);

	read_blank();
	read_number(1, n);
	read_newline();
	valid_at_end();
}
