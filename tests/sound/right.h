/*
 * right: a palindrome that is right. A program that includes it says in fault() what is unsound about it; that is
 * called with each string, and the answer is right all the same.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fault(char *s);

bool isPalindrome(char *s)
{
	size_t i = 0, j;

	fault(s);
	j = strlen(s);
	while (i < j) {
		unsigned char left = (unsigned char)s[i], right = (unsigned char)s[j - 1];

		if (!isalnum(left)) {
			i++;
		} else if (!isalnum(right)) {
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
