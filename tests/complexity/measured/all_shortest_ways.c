/* time: n^3; space: n^2; order: random; sizes: 4 to 1024 */
#include "kernel.h"

/* Floyd's and Warshall's, over n vertices. */
long kernel(int *values, int n)
{
	long *way = claim((size_t)n * (size_t)n, sizeof(*way)), sum = 0;

	for (int i = 0; i < n; i++) {
		for (int k = 0; k < n; k++)
			way[i * n + k] = 1 + (values[i] ^ values[k]) % 1000;
	}
	for (int k = 0; k < n; k++) {
		for (int i = 0; i < n; i++) {
			for (int j = 0; j < n; j++) {
				if (way[i * n + k] + way[k * n + j] < way[i * n + j])
					way[i * n + j] = way[i * n + k] + way[k * n + j];
			}
		}
	}
	for (int i = 0; i < n; i++)
		sum += way[i * n + n / 2];
	free(way);
	return sum;
}
