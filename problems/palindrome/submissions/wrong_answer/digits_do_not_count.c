/*
 * Trap: only letters count; digits are passed over like punctuation.
 */
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

bool isPalindrome(char *s)
{
	size_t i = 0;
	size_t j = strlen(s); /* one behind the last byte that is left to look at */

	while (i < j) {
		unsigned char left = (unsigned char)s[i];
		unsigned char right = (unsigned char)s[j - 1];

		if (!isalpha(left)) {
			i++;
		} else if (!isalpha(right)) {
			j--;
		} else {
			if (tolower(left) != tolower(right))
				return false;
			i++;
			j--;
		}
	}
	return true;
}
