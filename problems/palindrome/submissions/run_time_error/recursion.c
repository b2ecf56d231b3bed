/*
 * Trap: a recursion as deep as the string is long: down to the end, and on the way back each character is compared
 * with the next one from the front. It needs more than the 8 MiB of stack.
 */
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

/* Compares the characters from the end up to `s` with those from *front on. */
static bool matches(const char *s, const char **front)
{
	if (!*s)
		return true;
	if (!matches(s + 1, front))
		return false;
	if (!isalnum((unsigned char)*s))
		return true;
	while (!isalnum((unsigned char)**front))
		++*front;
	return tolower((unsigned char)*s) == tolower((unsigned char)*(*front)++);
}

bool isPalindrome(char *s)
{
	const char *front = s;

	return matches(s, &front);
}
