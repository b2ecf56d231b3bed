/* time: n log^2 n; space: 1; order: random */
#include "kernel.h"

/* Shell's sort with the gaps 2^p 3^q, for which one pass over neighbours is enough. */
static void pass(int *v, int n, long gap)
{
	for (long i = gap; i < n; i++) {
		int kept = v[i];
		long k = i;

		for (; k >= gap && v[k - gap] > kept; k -= gap)
			v[k] = v[k - gap];
		v[k] = kept;
	}
}

long kernel(int *values, int n)
{
	long top = 1;

	while (2 * top < n)
		top *= 2;
	/* Falling: all multiples of a gap by two and by three come before it. */
	for (long gap = 3 * top; gap > 0; gap--) {
		long rest = gap;

		while (rest % 2 == 0)
			rest /= 2;
		while (rest % 3 == 0)
			rest /= 3;
		if (rest == 1 && gap < n)
			pass(values, n, gap);
	}
	return values[n / 2];
}
