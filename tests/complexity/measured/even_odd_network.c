/* time: n log^2 n; space: n; order: random */
#include "kernel.h"

/* Batcher's merging network, filled up to a power of two. */
long kernel(int *values, int n)
{
	int room = 1, *v;
	long middle;

	while (room < n)
		room *= 2;
	v = claim((size_t)room, sizeof(*v));
	for (int i = 0; i < room; i++)
		v[i] = i < n ? values[i] : INT_MAX;
	for (int p = 1; p < room; p *= 2) {
		for (int k = p; k > 0; k /= 2) {
			for (int j = k % p; j + k < room; j += 2 * k) {
				for (int i = j; i < j + k && i + k < room; i++) {
					if (i / (2 * p) == (i + k) / (2 * p) && v[i] > v[i + k])
						swap(&v[i], &v[i + k]);
				}
			}
		}
	}
	middle = v[n / 2];
	free(v);
	return middle;
}
