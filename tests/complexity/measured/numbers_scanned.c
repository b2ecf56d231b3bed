/* time: n^2; space: n; order: random */
#include "kernel.h"

/* sscanf goes through the rest of the text for each number. */
long kernel(int *values, int n)
{
	char *text = claim(8 * (size_t)n + 1, 1), *at = text;
	long sum = 0;
	int value, used;

	for (int i = 0; i < n; i++)
		at += sprintf(at, "%d ", 100000 + values[i] % 900000);
	for (at = text; sscanf(at, "%d%n", &value, &used) == 1; at += used)
		sum += value;
	free(text);
	return sum;
}
