/* time: n; space: n; order: same */
#include "kernel.h"

/* The Z function of a text of one letter. */
long kernel(int *values, int n)
{
	const char *s = (const char *)values;
	int *z = claim_zeroed((size_t)n, sizeof(*z)), left = 0, right = 0;
	long sum = 0;

	for (int i = 1; i < n; i++) {
		if (i < right)
			z[i] = right - i < z[i - left] ? right - i : z[i - left];
		while (i + z[i] < n && s[z[i]] == s[i + z[i]])
			z[i]++;
		if (i + z[i] > right) {
			left = i;
			right = i + z[i];
		}
		sum += z[i];
	}
	free(z);
	return sum;
}
