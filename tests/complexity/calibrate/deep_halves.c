/* time: log n; space: log n; order: random */
#include "kernel.h"

/* A buffer of 2 KiB in each of log n frames. */
static __attribute__((noinline)) long descend(const int *values, int n, int seen)
{
	volatile char buffer[2048];
	long below;

	if (n <= 1)
		return values[0];
	for (int i = 0; i < 2048; i += 16)
		buffer[i] = (char)(seen + i);
	below = descend(values + n / 2, n - n / 2, seen + 1);
	return below + buffer[values[0] & 2047];
}

long kernel(int *values, int n)
{
	long sum = 0;

	for (int i = 0; i < 8; i++)
		sum += descend(values, n, i);
	return sum;
}
