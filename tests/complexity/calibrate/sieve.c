/* time: n; space: n; order: random */
#include "kernel.h"

/* Eratosthenes: n log log n, which no class of limits tells from n. */
long kernel(int *values, int n)
{
	char *composite = claim_zeroed((size_t)n + 1, 1);
	long primes = values[0] & 1;

	for (int i = 2; i <= n; i++) {
		if (composite[i])
			continue;
		primes++;
		for (long k = (long)i * i; k <= n; k += i)
			composite[k] = 1;
	}
	free(composite);
	return primes;
}
