/* time: n^2; space: n; order: random */
#include "kernel.h"

/* Each job that leaves moves all others. */
long kernel(int *values, int n)
{
	int *queue = claim((size_t)n, sizeof(*queue)), used = n;
	long sum = 0;

	memcpy(queue, values, (size_t)n * sizeof(*queue));
	while (used) {
		sum = 31 * sum % 1000003 + queue[0];
		memmove(queue, queue + 1, (size_t)(--used) * sizeof(*queue));
	}
	free(queue);
	return sum;
}
