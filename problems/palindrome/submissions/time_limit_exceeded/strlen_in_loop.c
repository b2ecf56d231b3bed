/*
 * Trap: the string is folded by a loop that asks for its length each time. Because the loop writes the string the
 * compiler cannot take strlen out of it: O(n^2).
 */
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

bool isPalindrome(char *s)
{
	size_t i = 0;
	size_t j;

	for (size_t k = 0; k < strlen(s); k++)
		s[k] = (char)tolower((unsigned char)s[k]);
	j = strlen(s);
	while (i < j) {
		if (!isalnum((unsigned char)s[i])) {
			i++;
		} else if (!isalnum((unsigned char)s[j - 1])) {
			j--;
		} else {
			if (s[i] != s[j - 1])
				return false;
			i++;
			j--;
		}
	}
	return true;
}
