/* time: n log n; space: 1; order: sorted */
#include "kernel.h"

/* bsearch for the partner of each number. */
static int compare(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

long kernel(int *values, int n)
{
	long found = 0;

	for (int i = 0; i < n; i++) {
		int partner = n - 1 - values[i] + (i & 1 ? n : 0);

		found += bsearch(&partner, values, (size_t)n, sizeof(*values), compare) != NULL;
	}
	return found;
}
