/* time: 2^n; space: 1; order: random; sizes: 1 to 24 */
#include "kernel.h"

/* Takes or leaves each: every subset is tried. */
static long count(const int *values, int n, int rest)
{
	if (n == 0)
		return rest == 0;
	return count(values + 1, n - 1, rest) + count(values + 1, n - 1, rest - values[0] % 100);
}

long kernel(int *values, int n)
{
	return count(values, n, 25 * n);
}
