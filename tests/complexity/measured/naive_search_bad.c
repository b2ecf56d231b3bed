/* time: n^2; space: 1; order: same */
#include "kernel.h"

/* A pattern of n / 2 equal letters and another one: found nowhere, and at each place only at its end. */
long kernel(int *values, int n)
{
	const char *s = (const char *)values;
	int m = n / 2;
	long places = 0;

	for (int i = 0; i + m <= n; i++) {
		int k = 0;

		while (k < m && s[i + k] == (k + 1 < m ? 'a' : 'b'))
			k++;
		places += k == m;
	}
	return places;
}
