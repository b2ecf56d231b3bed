/* time: n; space: n; order: random; sizes: 16 to 65536 */
#include "kernel.h"

/* Take one and leave its neighbour: a recursion that remembers. */
static const int *worth;
static long *known;

static __attribute__((noinline)) long best_from(int i, int n)
{
	long take, leave;

	if (i >= n)
		return 0;
	if (known[i])
		return known[i];
	leave = best_from(i + 1, n);
	take = worth[i] + best_from(i + 2, n);
	return known[i] = take > leave ? take : leave;
}

long kernel(int *values, int n)
{
	long best;

	worth = values;
	known = claim_zeroed((size_t)n, sizeof(*known));
	best = best_from(0, n);
	free(known);
	return best;
}
