/* time: n; space: n; order: random; sizes: 16 to 1048576 */
#include "kernel.h"

/* Prefix counts in an array on the stack. */
static __attribute__((noinline)) long count(const int *values, int n)
{
	int odd[n + 1];
	long sum = 0;

	odd[0] = 0;
	for (int i = 0; i < n; i++)
		odd[i + 1] = odd[i] + (values[i] & 1);
	for (int i = 0; i < n; i++)
		sum += odd[n] - odd[i];
	return sum;
}

long kernel(int *values, int n)
{
	return count(values, n);
}
