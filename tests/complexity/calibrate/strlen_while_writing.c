/* time: n^2; space: 1; order: text */
#include "kernel.h"

/* The length is asked for again after each letter, which the compiler cannot spare. */
long kernel(int *values, int n)
{
	char *s = (char *)values;
	long letters = 0;

	for (size_t i = 0; i < strlen(s); i++) {
		if (s[i] == 'e')
			s[i] = 'E';
		letters++;
	}
	return letters + n;
}
