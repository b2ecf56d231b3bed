/*
 * Trap: one pass with a polynomial hash of what counts, from the left and from the right; equal hashes are taken for
 * equal texts.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>

bool isPalindrome(char *s)
{
	uint64_t forwards = 0, backwards = 0, power = 1;

	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (!isalnum(c))
			continue;
		forwards = forwards * 1000003 + (uint64_t)tolower(c);
		backwards += (uint64_t)tolower(c) * power;
		power *= 1000003;
	}
	return forwards == backwards;
}
