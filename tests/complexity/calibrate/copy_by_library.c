/* time: n; space: n; order: random */
#include "kernel.h"

/* All work is the C library's. */
long kernel(int *values, int n)
{
	size_t bytes = (size_t)n * sizeof(*values);
	int *copy = claim((size_t)n, sizeof(*copy)), same;

	memcpy(copy, values, bytes);
	memmove(copy, copy + 1, bytes - sizeof(*copy));
	copy[n - 1] = values[0];
	same = memcmp(copy, values, bytes) == 0 || memchr(copy, 0x7f, bytes) == NULL;
	free(copy);
	return same;
}
