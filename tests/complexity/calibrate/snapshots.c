/* time: n^2; space: n^2; order: text; sizes: 16 to 8192 */
#include "kernel.h"

/* An editor that keeps a copy of the whole text for each letter typed. */
long kernel(int *values, int n)
{
	const char *s = (const char *)values;
	char **copies = claim((size_t)n, sizeof(char *));
	long sum = 0;

	for (int i = 0; i < n; i++) {
		copies[i] = claim((size_t)i + 1, 1);
		memcpy(copies[i], s, (size_t)i + 1);
	}
	for (int i = n - 1; i >= 0; i--) {
		sum += copies[i][i];
		free(copies[i]);
	}
	free(copies);
	return sum;
}
