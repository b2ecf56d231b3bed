/*
 * Trap: a table of what counts is allocated in each call and never freed. It has 256 bytes, so the space is O(1), but
 * every call leaks.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool *make_table(void)
{
	bool *counts = calloc(256, sizeof *counts);

	if (!counts)
		abort();
	for (int c = 0; c < 256; c++)
		counts[c] = isalnum(c);
	return counts;
}

bool isPalindrome(char *s)
{
	const bool *counts = make_table();
	size_t i = 0;
	size_t j = strlen(s);

	while (i < j) {
		unsigned char left = (unsigned char)s[i];
		unsigned char right = (unsigned char)s[j - 1];

		if (!counts[left]) {
			i++;
		} else if (!counts[right]) {
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
