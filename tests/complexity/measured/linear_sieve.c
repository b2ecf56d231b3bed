/* time: n; space: n; order: random */
#include "kernel.h"

/* Each composite is met once, through its least factor. */
long kernel(int *values, int n)
{
	int *least = claim_zeroed((size_t)n + 1, sizeof(*least)), *primes = claim((size_t)n, sizeof(*primes));
	int used = 0;
	long sum = values[0] & 1;

	for (int i = 2; i <= n; i++) {
		if (!least[i]) {
			least[i] = i;
			primes[used++] = i;
		}
		for (int k = 0; k < used && primes[k] <= least[i] && (long)i * primes[k] <= n; k++)
			least[i * primes[k]] = primes[k];
		sum += least[i];
	}
	free(least);
	free(primes);
	return sum;
}
