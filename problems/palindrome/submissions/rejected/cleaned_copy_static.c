/*
 * Trap: the letters and digits are copied to a static buffer for the longest string, which takes no heap and no stack,
 * and O(n) space all the same.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>

static char clean[(1 << 22) + 1];

bool isPalindrome(char *s)
{
	size_t n = 0;

	for (; *s; s++)
		if (isalnum((unsigned char)*s))
			clean[n++] = (char)tolower((unsigned char)*s);
	for (size_t i = 0; i < n / 2; i++)
		if (clean[i] != clean[n - 1 - i])
			return false;
	return true;
}
