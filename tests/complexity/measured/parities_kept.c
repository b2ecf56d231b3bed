/* time: 2^n; space: 2^n; order: random; sizes: 1 to 24 */
#include "kernel.h"

/* A table over all subsets. */
long kernel(int *values, int n)
{
	uint32_t *table = claim_zeroed((size_t)1 << n, sizeof(*table));
	long ones = 0;

	for (uint32_t set = 1; set < UINT32_C(1) << n; set++) {
		table[set] = table[set & (set - 1)] ^ (uint32_t)values[__builtin_ctz(set)];
		ones += table[set] & 1;
	}
	free(table);
	return ones;
}
