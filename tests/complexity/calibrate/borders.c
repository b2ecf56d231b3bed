/* time: n; space: n; order: text */
#include "kernel.h"

/* Knuth's, Morris's and Pratt's table of borders. */
long kernel(int *values, int n)
{
	const char *s = (const char *)values;
	int *border = claim((size_t)n, sizeof(*border)), k = 0;
	long sum = 0;

	border[0] = 0;
	for (int i = 1; i < n; i++) {
		while (k && s[k] != s[i])
			k = border[k - 1];
		if (s[k] == s[i])
			k++;
		border[i] = k;
		sum += k;
	}
	free(border);
	return sum;
}
