/* time: n; space: n; order: random */
#include "kernel.h"

/* The greatest of each n / 2 in a row, by a queue of what may still win. */
long kernel(int *values, int n)
{
	int k = n / 2, *queue = claim((size_t)n, sizeof(*queue)), head = 0, tail = 0;
	long sum = 0;

	for (int i = 0; i < n; i++) {
		while (tail > head && values[queue[tail - 1]] <= values[i])
			tail--;
		queue[tail++] = i;
		if (queue[head] <= i - k)
			head++;
		if (i >= k - 1)
			sum += values[queue[head]];
	}
	free(queue);
	return sum;
}
