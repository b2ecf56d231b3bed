/* time: n; space: n; order: random */
#include "kernel.h"

#include <sys/mman.h>

long kernel(int *values, int n)
{
	size_t bytes = (size_t)n * sizeof(long);
	long *sums = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), last;

	if (sums == MAP_FAILED)
		abort();
	sums[0] = values[0];
	for (int i = 1; i < n; i++)
		sums[i] = sums[i - 1] + values[i];
	last = sums[n - 1];
	munmap(sums, bytes);
	return last;
}
