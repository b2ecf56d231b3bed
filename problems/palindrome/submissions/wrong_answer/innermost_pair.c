/*
 * Trap: off by one; the two characters in the very middle are not compared.
 */
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

bool isPalindrome(char *s)
{
	size_t i = 0;
	size_t j = strlen(s); /* one behind the last byte that is left to look at */

	while (i + 2 < j) {
		unsigned char left = (unsigned char)s[i];
		unsigned char right = (unsigned char)s[j - 1];

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
