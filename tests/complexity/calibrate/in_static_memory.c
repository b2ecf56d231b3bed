/* time: n; space: n; order: random; sizes: 16 to 1048576 */
#include "kernel.h"

/* An array for the largest input, of which as much is used as there is input; one of its pages comes from the file. */
static int copy[1 << 20] = { [1000000] = 1 };

long kernel(int *values, int n)
{
	long sum = 0;

	for (int i = 0; i < n; i++)
		copy[i] = values[n - 1 - i];
	for (int i = 0; i < n; i += 2)
		sum += copy[i];
	return sum + copy[n / 3];
}
