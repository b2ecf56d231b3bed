/*
 * Trap: the copy stands in an array of variable length. Nothing is allocated, but the stack is memory too: O(n)
 * space.
 */
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

bool isPalindrome(char *s)
{
	char clean[strlen(s) + 1];
	size_t n = 0;

	for (; *s; s++)
		if (isalnum((unsigned char)*s))
			clean[n++] = (char)tolower((unsigned char)*s);
	for (size_t i = 0; i < n / 2; i++)
		if (clean[i] != clean[n - 1 - i])
			return false;
	return true;
}
