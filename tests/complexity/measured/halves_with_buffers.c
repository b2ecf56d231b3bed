/* time: n; space: log n; order: random */
#include "kernel.h"

/* The sum by halves; each of the log n frames that are open at once holds a buffer of 4 KiB. */
static __attribute__((noinline)) long sum_of(const int *values, int n)
{
	volatile char buffer[4096];
	long left, right;

	if (n <= 64) {
		long sum = 0;

		for (int i = 0; i < n; i++)
			sum += values[i];
		return sum;
	}
	for (int i = 0; i < 4096; i += 512)
		buffer[i] = (char)n;
	left = sum_of(values, n / 2);
	right = sum_of(values + n / 2, n - n / 2);
	return left + right + buffer[512] - (char)n;
}

long kernel(int *values, int n)
{
	return sum_of(values, n);
}
