/* time: n; space: n; order: random; sizes: 16 to 65536 */
#include "kernel.h"

/* The recursion goes down once; after that all is remembered. */
static unsigned *known;

static __attribute__((noinline)) unsigned fibonacci(int n)
{
	if (n < 2)
		return (unsigned)n;
	if (!known[n])
		known[n] = fibonacci(n - 1) + fibonacci(n - 2);
	return known[n];
}

long kernel(int *values, int n)
{
	long result;

	known = claim_zeroed((size_t)n + 1, sizeof(*known));
	result = fibonacci(n) + (unsigned)values[0];
	free(known);
	return result;
}
