/* time: n; space: n; order: random */
#include "kernel.h"

/* Four passes, whatever n is. */
long kernel(int *values, int n)
{
	int *other = claim((size_t)n, sizeof(*other)), *from = values, *to = other;

	for (int shift = 0; shift < 32; shift += 8) {
		int starts[257] = { 0 };
		int *kept = from;

		for (int i = 0; i < n; i++)
			starts[(unsigned)from[i] >> shift & 255]++;
		for (int b = 0, sum = 0; b < 256; b++) {
			int count = starts[b];

			starts[b] = sum;
			sum += count;
		}
		for (int i = 0; i < n; i++)
			to[starts[(unsigned)from[i] >> shift & 255]++] = from[i];
		from = to;
		to = kept;
	}
	free(other);
	return values[n / 3];
}
