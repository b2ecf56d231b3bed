/* time: n log n; space: n; order: random */
#include "kernel.h"

/* Filled up to a power of two. */
long kernel(int *values, int n)
{
	size_t room = 1;
	long *a, first;

	while (room < (size_t)n)
		room *= 2;
	a = claim_zeroed(room, sizeof(*a));
	for (int i = 0; i < n; i++)
		a[i] = values[i];
	for (size_t half = 1; half < room; half *= 2) {
		for (size_t i = 0; i < room; i++) {
			long x = a[i], y = a[i ^ half];

			if (i & half)
				continue;
			a[i] = x + y;
			a[i ^ half] = x - y;
		}
	}
	first = a[0] ^ a[room - 1];
	free(a);
	return first;
}
