/* time: n; space: n; order: text */
#include "kernel.h"

/* Cut at each e, by the library. */
long kernel(int *values, int n)
{
	char *s = (char *)values, **words = claim((size_t)n / 2 + 1, sizeof(char *)), *rest = NULL;
	long sum = 0;
	int used = 0;

	for (char *w = strtok_r(s, "e", &rest); w; w = strtok_r(NULL, "e", &rest))
		words[used++] = w;
	for (int i = 0; i < used; i++)
		sum += (long)strlen(words[i]) * (i & 3);
	free(words);
	return sum;
}
