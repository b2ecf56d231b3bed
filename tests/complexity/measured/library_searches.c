/* time: log n; space: 1; order: sorted */
#include "kernel.h"

/* bsearch, 700 times. */
static int compare(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	return x < y ? -1 : x > y;
}

long kernel(int *values, int n)
{
	long sum = 0;

	for (unsigned i = 0; i < 700; i++) {
		int wanted = (int)(i * 48271u % (unsigned)n);
		const int *found = bsearch(&wanted, values, (size_t)n, sizeof(*values), compare);

		sum += found ? found - values : -1;
	}
	return sum;
}
