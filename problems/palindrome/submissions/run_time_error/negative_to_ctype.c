/*
 * Trap: a char goes to isalnum and tolower as it is. It is signed here, and bytes from 128 up become negative
 * numbers, for which these functions are not defined; with this C library it happens to work.
 */
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

bool isPalindrome(char *s)
{
	size_t i = 0;
	size_t j = strlen(s); /* one behind the last byte that is left to look at */

	while (i < j) {
		char left = s[i];
		char right = s[j - 1];

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
