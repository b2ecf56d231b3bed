/* time: n^3; space: n^2; order: random; sizes: 4 to 1024 */
#include "kernel.h"

/* Of two matrices of side n, made of the n numbers. */
long kernel(int *values, int n)
{
	int *product = claim((size_t)n * (size_t)n, sizeof(*product));
	long trace = 0;

	for (int i = 0; i < n; i++) {
		for (int j = 0; j < n; j++) {
			unsigned sum = 0;

			for (int k = 0; k < n; k++)
				sum += (unsigned)values[(i + k) % n] * (unsigned)values[(k * 3 + j) % n];
			product[i * n + j] = (int)sum;
		}
	}
	for (int i = 0; i < n; i++)
		trace += product[i * n + i];
	free(product);
	return trace;
}
