/* time: n; space: 1; order: text */
#include "kernel.h"

/* Naive, but in a text of random letters it turns back at once. */
long kernel(int *values, int n)
{
	const char *s = (const char *)values;
	int m = n / 2;
	long steps = 0;

	for (int i = 0; i + m <= n; i++) {
		int k = 0;

		while (k < m && s[i + k] == s[n - m + k])
			k++;
		steps += k < m;
	}
	return steps;
}
