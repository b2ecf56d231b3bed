/* time: n; space: n; order: random; sizes: 16 to 1048576 */
#include "kernel.h"

#include <alloca.h>

static __attribute__((noinline)) long smooth(const int *values, int n)
{
	int *copy = alloca((size_t)n * sizeof(*copy));
	long sum = 0;

	for (int i = 0; i < n; i++)
		copy[i] = values[i] / 2 + values[n - 1 - i] / 2;
	for (int i = 0; i < n; i += 2)
		sum += copy[i];
	return sum;
}

long kernel(int *values, int n)
{
	return smooth(values, n);
}
