/* time: n; space: 1; order: random */
#include "kernel.h"

/* By three reversals. */
static void reverse(int *v, int n)
{
	for (int i = 0, k = n - 1; i < k; i++, k--)
		swap(&v[i], &v[k]);
}

long kernel(int *values, int n)
{
	int by = n / 3;

	reverse(values, by);
	reverse(values + by, n - by);
	reverse(values, n);
	return values[0] ^ values[n / 2];
}
