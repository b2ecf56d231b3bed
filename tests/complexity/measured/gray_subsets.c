/* time: 2^n; space: 1; order: random; sizes: 1 to 24 */
#include "kernel.h"

/* All subsets, each one change away from the one before. */
long kernel(int *values, int n)
{
	long sum = 0, best = 0, wanted = 1L << 28;

	for (unsigned i = 1; i < 1u << n; i++) {
		unsigned changed = (unsigned)__builtin_ctz(i), gray = i ^ i >> 1;

		sum += gray >> changed & 1 ? values[changed] : -(long)values[changed];
		if (labs(sum - wanted) < labs(best - wanted))
			best = sum;
	}
	return best;
}
