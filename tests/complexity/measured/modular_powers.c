/* time: log n; space: 1; order: random */
#include "kernel.h"

/* n as exponent of 600 numbers, squared and multiplied. */
long kernel(int *values, int n)
{
	uint64_t sum = 0;

	for (int i = 0; i < 600; i++) {
		uint64_t base = (unsigned)values[i % n] % 1000003, result = 1;

		for (unsigned e = (unsigned)n; e; e >>= 1) {
			if (e & 1)
				result = result * base % 1000003;
			base = base * base % 1000003;
		}
		sum += result;
	}
	return (long)sum;
}
