/* time: 1; space: 1; order: random */
#include "kernel.h"

/* A large block that has nothing to do with n. */
long kernel(int *values, int n)
{
	unsigned char *block = claim(1 << 18, 1);
	long sum = 0;

	memset(block, values[n - 1] & 127, 1 << 18);
	for (int i = 0; i < 1 << 18; i += 64)
		sum += block[i];
	free(block);
	return sum;
}
