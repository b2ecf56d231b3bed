/* time: n^2; space: n; order: random */
#include "kernel.h"

/* Dijkstra's way with a scan for the nearest: V^2 on a graph with two edges a vertex. */
long kernel(int *values, int n)
{
	long *far = claim((size_t)n, sizeof(*far)), sum = 0;
	char *done = claim_zeroed((size_t)n, 1);

	for (int i = 0; i < n; i++)
		far[i] = i ? LONG_MAX / 2 : 0;
	for (int round = 0; round < n; round++) {
		int at = -1;

		for (int i = 0; i < n; i++) {
			if (!done[i] && (at < 0 || far[i] < far[at]))
				at = i;
		}
		done[at] = 1;
		for (int k = 0; k < 2; k++) {
			int to = k ? (at + 1) % n : values[at] % n;
			long way = far[at] + 1 + (values[at] >> 8 & 255);

			if (way < far[to])
				far[to] = way;
		}
	}
	for (int i = 0; i < n; i++)
		sum += far[i];
	free(far);
	free(done);
	return sum;
}
