/*
 * Design: the letters and digits are moved to the front of the buffer itself, folded to lower case; then what is left
 * is compared in the plain way. The buffer may be changed, so that needs no memory.
 */
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

static size_t compact(char *s)
{
	size_t n = 0;

	for (const char *p = s; *p; p++)
		if (isalnum((unsigned char)*p))
			s[n++] = (char)tolower((unsigned char)*p);
	return n;
}

bool isPalindrome(char *s)
{
	size_t n = compact(s);

	for (size_t i = 0; i < n / 2; i++)
		if (s[i] != s[n - 1 - i])
			return false;
	return true;
}
