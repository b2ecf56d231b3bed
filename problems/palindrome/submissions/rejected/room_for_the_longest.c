/*
 * Trap: the letters and digits are copied to a block that has room for the longest string, however long this one is, so
 * that the space does not grow.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>

#define BYTES_MAX (1 << 22)

bool isPalindrome(char *s)
{
	char *clean = malloc(BYTES_MAX);
	size_t n = 0;
	bool same = true;

	if (!clean)
		abort();
	for (; *s; s++)
		if (isalnum((unsigned char)*s))
			clean[n++] = (char)tolower((unsigned char)*s);
	for (size_t i = 0; i < n / 2 && same; i++)
		same = clean[i] == clean[n - 1 - i];
	free(clean);
	return same;
}
