/*
 * Trap: the letters are taken to be all from A to z. Between Z and a there are six other characters.
 */
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

static bool counts(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'z');
}

bool isPalindrome(char *s)
{
	size_t i = 0;
	size_t j = strlen(s); /* one behind the last byte that is left to look at */

	while (i < j) {
		unsigned char left = (unsigned char)s[i];
		unsigned char right = (unsigned char)s[j - 1];

		if (!counts(left)) {
			i++;
		} else if (!counts(right)) {
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
