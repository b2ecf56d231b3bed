/* time: n; space: 1; order: random */
#include "kernel.h"

/* Rounds of 1, 2, 4, ... steps while they fit: a staircase below 2 n. */
long kernel(int *values, int n)
{
	long sum = 0;

	for (int width = 1; width <= n; width *= 2) {
		for (int i = 0; i < width; i++)
			sum += values[i] ^ width;
	}
	return sum;
}
