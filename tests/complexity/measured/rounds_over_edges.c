/* time: n^2; space: n; order: sorted */
#include "kernel.h"

/* Bellman's and Ford's rounds over a chain whose edges come in the worst order. */
long kernel(int *values, int n)
{
	long *far = claim((size_t)n, sizeof(*far)), last;
	bool changed = true;

	for (int i = 0; i < n; i++)
		far[i] = i ? LONG_MAX / 2 : 0;
	while (changed) {
		changed = false;
		for (int i = n - 1; i > 0; i--) {
			long way = far[i - 1] + 1 + values[i] % 3;

			if (way < far[i]) {
				far[i] = way;
				changed = true;
			}
		}
	}
	last = far[n - 1];
	free(far);
	return last;
}
