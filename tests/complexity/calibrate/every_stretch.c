/* time: n^3; space: 1; order: random; sizes: 4 to 1024 */
#include "kernel.h"

/* The best sum of a stretch, each summed from its beginning. */
long kernel(int *values, int n)
{
	long best = LONG_MIN;

	for (int from = 0; from < n; from++) {
		for (int to = from; to < n; to++) {
			long sum = 0;

			for (int i = from; i <= to; i++)
				sum += (values[i] & 255) - 128;
			if (sum > best)
				best = sum;
		}
	}
	return best;
}
