/* time: n^1.5; space: 1; order: random */
#include "kernel.h"

/* The n numbers are a square of distances: Floyd's and Warshall's three loops over its side. */
long kernel(int *values, int n)
{
	int side = 1;

	while ((side + 1) * (side + 1) <= n)
		side++;
	for (int k = 0; k < side; k++) {
		for (int i = 0; i < side; i++) {
			for (int j = 0; j < side; j++) {
				long way = (long)values[i * side + k] + values[k * side + j];

				if (way < values[i * side + j])
					values[i * side + j] = (int)way;
			}
		}
	}
	return values[side - 1];
}
