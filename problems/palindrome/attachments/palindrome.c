/*
 * palindrome: is a string the same from both ends, letters and digits only? `judge show palindrome` prints the task.
 */
#include <stdbool.h>

bool isPalindrome(char *s)
{
	return s[0] != '\0';
}
