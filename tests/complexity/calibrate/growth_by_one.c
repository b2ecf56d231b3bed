/* time: n^2; space: n; order: random */
#include "kernel.h"

/* The C library moves the block a few times only, but nobody promises that: growth is charged by what is kept. */
long kernel(int *values, int n)
{
	int *list = NULL;
	long sum;

	for (int i = 0; i < n; i++) {
		list = realloc(list, ((size_t)i + 1) * sizeof(*list));
		if (!list)
			abort();
		list[i] = values[i];
	}
	sum = list[0] + (long)list[n - 1];
	free(list);
	return sum;
}
