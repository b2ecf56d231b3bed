/* time: n log n; space: n; order: random */
#include "kernel.h"

/* A number-theoretic transform, filled up to a power of two: a staircase of n log n. */
#define PRIME 998244353u

static uint32_t power(uint64_t base, uint32_t exponent)
{
	uint64_t result = 1;

	for (; exponent; exponent >>= 1) {
		if (exponent & 1)
			result = result * base % PRIME;
		base = base * base % PRIME;
	}
	return (uint32_t)result;
}

long kernel(int *values, int n)
{
	uint32_t room = 1, *a;
	long first;

	while (room < (uint32_t)n)
		room *= 2;
	a = claim_zeroed(room, sizeof(*a));
	for (int i = 0; i < n; i++)
		a[i] = (uint32_t)values[i] % PRIME;
	for (uint32_t half = room / 2; half; half /= 2) {
		uint64_t root = power(3, (PRIME - 1) / (2 * half));

		for (uint32_t start = 0; start < room; start += 2 * half) {
			uint64_t w = 1;

			for (uint32_t i = start; i < start + half; i++) {
				uint32_t x = a[i], y = a[i + half];

				a[i] = (x + y) % PRIME;
				a[i + half] = (uint32_t)((uint64_t)(x + PRIME - y) * w % PRIME);
				w = w * root % PRIME;
			}
		}
	}
	first = a[0] + (long)a[room - 1];
	free(a);
	return first;
}
