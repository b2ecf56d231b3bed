/*
 * reverse_text: a text in UTF-8, reversed by what people see as characters. `judge show reverse_text` prints the task.
 *
 * grapheme_break_of(code_point) and conjunct_break_of(code_point) are declared before your code.
 */
#include <stddef.h>

int reverse_text(char *s, size_t len)
{
	for (size_t i = 0; i < len / 2; i++) {
		char kept = s[i];

		s[i] = s[len - 1 - i];
		s[len - 1 - i] = kept;
	}
	return 0;
}
