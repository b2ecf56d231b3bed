/*
 * Trap: the highest bit is cut off to avoid negative values, which turns other bytes into letters.
 */
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

bool isPalindrome(char *s)
{
	size_t i = 0;
	size_t j = strlen(s); /* one behind the last byte that is left to look at */

	while (i < j) {
		unsigned char left = s[i] & 0x7f;
		unsigned char right = s[j - 1] & 0x7f;

		if (!isalnum(left)) {
			i++;
		} else if (!isalnum(right)) {
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
