/* time: 2^n; space: 2^n; order: random; sizes: 1 to 24 */
#include "kernel.h"

/* The sum of each subset from that of a smaller one. */
long kernel(int *values, int n)
{
	int *sums = claim((size_t)1 << n, sizeof(*sums));
	long even = 0;

	sums[0] = 0;
	for (int i = 0; i < n; i++) {
		for (int k = 0; k < 1 << i; k++)
			sums[k + (1 << i)] = (int)((unsigned)sums[k] + (unsigned)values[i]);
	}
	for (int k = 0; k < 1 << n; k++)
		even += !(sums[k] & 1);
	free(sums);
	return even;
}
