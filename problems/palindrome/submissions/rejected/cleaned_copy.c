/*
 * Trap: the letters and digits are copied to a second buffer, which is compared with itself: O(n) space where O(1) is
 * asked for.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

bool isPalindrome(char *s)
{
	char *clean = malloc(strlen(s) + 1);
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
