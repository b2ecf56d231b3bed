/* time: sqrt n; space: 1; order: random */
#include "kernel.h"

/* The n numbers as a square; both diagonals, twenty times. */
long kernel(int *values, int n)
{
	long side = 1, sum = 0;

	while ((side + 1) * (side + 1) <= n)
		side++;
	for (int round = 0; round < 20; round++) {
		for (long i = 0; i < side; i++)
			sum += values[i * side + i] ^ values[i * side + side - 1 - i] ^ round;
	}
	return sum;
}
