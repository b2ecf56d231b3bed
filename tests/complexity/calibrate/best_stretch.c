/* time: n; space: 1; order: random */
#include "kernel.h"

/* The greatest sum of a stretch, in one pass. */
long kernel(int *values, int n)
{
	long best = LONG_MIN, here = 0;

	for (int i = 0; i < n; i++) {
		long v = (values[i] & 255) - 128;

		here = here > 0 ? here + v : v;
		if (here > best)
			best = here;
	}
	return best;
}
