/* time: n^2; space: n; order: same */
#include "kernel.h"

/* The same with memcmp. */
long kernel(int *values, int n)
{
	const char *s = (const char *)values;
	size_t m = (size_t)n / 2;
	char *pattern = claim(m, 1);
	long places = 0;

	memset(pattern, 'a', m);
	pattern[m - 1] = 'b';
	for (size_t i = 0; i + m <= (size_t)n; i++)
		places += memcmp(s + i, pattern, m) == 0;
	free(pattern);
	return places;
}
