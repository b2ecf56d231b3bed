/* time: n; space: n; order: text */
#include "kernel.h"

/* A string built at its end, which is remembered. */
long kernel(int *values, int n)
{
	const char *s = (const char *)values;
	char *text = claim(3 * (size_t)n + 1, 1), *end = text;
	long length;

	for (int i = 0; i < n; i++) {
		char piece[4] = { s[i], s[n - 1 - i], '-', 0 };

		end = stpcpy(end, piece);
	}
	length = (long)strlen(text);
	free(text);
	return length;
}
