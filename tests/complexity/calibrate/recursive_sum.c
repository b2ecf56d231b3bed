/* time: n; space: n; order: random; sizes: 16 to 65536 */
#include "kernel.h"

/* A frame for each number. */
static __attribute__((noinline)) long sum_of(const int *values, int n)
{
	volatile long below;

	if (n == 0)
		return 0;
	below = sum_of(values + 1, n - 1);
	return below + values[0];
}

long kernel(int *values, int n)
{
	return sum_of(values, n);
}
