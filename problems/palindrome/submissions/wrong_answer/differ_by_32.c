/*
 * Trap: two characters are the same but for the case if their codes are 32 apart. That holds for P and p, and also
 * for P and 0.
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

		if (!isalnum(left)) {
			i++;
		} else if (!isalnum(right)) {
			j--;
		} else {
			if (left != right && left != right + 32 && right != left + 32)
				return false;
			i++;
			j--;
		}
	}
	return true;
}
