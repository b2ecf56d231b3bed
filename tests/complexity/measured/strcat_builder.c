/* time: n^2; space: n; order: text */
#include "kernel.h"

/* Each strcat looks for the end first. */
long kernel(int *values, int n)
{
	const char *s = (const char *)values;
	char *text = claim(3 * (size_t)n + 1, 1);
	long length;

	text[0] = 0;
	for (int i = 0; i < n; i++) {
		char piece[4] = { s[i], '=', s[n - 1 - i], 0 };

		strcat(text, piece);
	}
	length = (long)strlen(text);
	free(text);
	return length;
}
