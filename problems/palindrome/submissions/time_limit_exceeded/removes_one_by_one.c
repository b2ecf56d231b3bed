/*
 * Trap: each byte that does not count is cut out by moving all that follows it one place to the left: O(n^2).
 */
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

bool isPalindrome(char *s)
{
	size_t n = strlen(s);

	for (size_t i = 0; i < n;) {
		if (isalnum((unsigned char)s[i])) {
			s[i] = (char)tolower((unsigned char)s[i]);
			i++;
		} else {
			memmove(s + i, s + i + 1, n - i);
			n--;
		}
	}
	for (size_t i = 0; i < n / 2; i++)
		if (s[i] != s[n - 1 - i])
			return false;
	return true;
}
