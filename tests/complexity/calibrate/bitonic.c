/* time: n log^2 n; space: n; order: random */
#include "kernel.h"

/* A sorting network, filled up to a power of two. */
long kernel(int *values, int n)
{
	unsigned room = 1;
	int *v;
	long middle;

	while (room < (unsigned)n)
		room *= 2;
	v = claim(room, sizeof(*v));
	for (unsigned i = 0; i < room; i++)
		v[i] = i < (unsigned)n ? values[i] : INT_MAX;
	for (unsigned width = 2; width <= room; width *= 2) {
		for (unsigned step = width / 2; step; step /= 2) {
			for (unsigned i = 0; i < room; i++) {
				unsigned k = i ^ step;

				if (k > i && ((i & width) == 0) == (v[i] > v[k]))
					swap(&v[i], &v[k]);
			}
		}
	}
	middle = v[n / 2];
	free(v);
	return middle;
}
