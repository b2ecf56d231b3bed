/* time: n; space: n; order: same */
#include "kernel.h"

/* A pattern of n / 2 equal letters and another one, in a text of equal letters: bad input that does it no harm. */
long kernel(int *values, int n)
{
	const char *s = (const char *)values;
	int m = n / 2 + 1, *border = claim((size_t)m, sizeof(*border)), k = 0;
	char *pattern = claim((size_t)m + 1, 1);
	long compared = 0;

	memset(pattern, 'a', (size_t)m);
	pattern[m - 1] = 'b';
	border[0] = 0;
	for (int i = 1; i < m; i++) {
		while (k && pattern[k] != pattern[i])
			k = border[k - 1];
		k += pattern[k] == pattern[i];
		border[i] = k;
	}
	k = 0;
	for (int i = 0; i < n; i++) {
		while (k && pattern[k] != s[i]) {
			k = border[k - 1];
			compared++;
		}
		k += pattern[k] == s[i];
		compared++;
	}
	free(border);
	free(pattern);
	return compared;
}
