/* time: 2^n; space: 1; order: random; sizes: 1 to 24 */
#include "kernel.h"

/* The moves that n discs need. */
static __attribute__((noinline)) long move(int n, long peg)
{
	if (n == 0)
		return peg & 1;
	return move(n - 1, peg ^ 1) + 1 + move(n - 1, peg ^ 3);
}

long kernel(int *values, int n)
{
	return move(n, values[0]);
}
