/* time: n^1.5; space: n; order: random */
#include "kernel.h"

/* The n numbers as a matrix, multiplied by its mirror image. */
long kernel(int *values, int n)
{
	int side = 1;
	unsigned *product;
	long trace = 0;

	while ((side + 1) * (side + 1) <= n)
		side++;
	product = claim_zeroed((size_t)n, sizeof(*product));
	for (int i = 0; i < side; i++) {
		for (int k = 0; k < side; k++) {
			for (int j = 0; j < side; j++)
				product[i * side + j] +=
					(unsigned)values[i * side + k] * (unsigned)values[j * side + k];
		}
	}
	for (int i = 0; i < side; i++)
		trace += product[i * side + i];
	free(product);
	return trace;
}
