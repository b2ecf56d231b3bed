/* time: n^2; space: 1; order: same */
#include "kernel.h"

/* For each letter its place in the run that it belongs to, counted from the run's begin each time. */
long kernel(int *values, int n)
{
	const char *s = (const char *)values;
	long odd = 0;

	for (int i = 0; i < n; i++) {
		int begin = i;

		while (begin > 0 && s[begin - 1] == s[i])
			begin--;
		odd += (i - begin) & 1;
	}
	return odd;
}
