/* time: n; space: n; order: random */
#include "kernel.h"

/* Fewest steps through a square of n cells, a quarter of them walls. */
long kernel(int *values, int n)
{
	int side = 1, *steps, *queue, head = 0, tail = 0;
	long reached;

	while ((side + 1) * (side + 1) <= n)
		side++;
	steps = claim_zeroed((size_t)n, sizeof(*steps));
	queue = claim((size_t)n, sizeof(*queue));
	queue[tail++] = 0;
	steps[0] = 1;
	while (head < tail) {
		static const int dx[] = { 1, 0, -1, 0 }, dy[] = { 0, 1, 0, -1 };
		int at = queue[head++];

		for (int d = 0; d < 4; d++) {
			int x = at % side + dx[d], y = at / side + dy[d], to = y * side + x;

			if (x < 0 || y < 0 || x >= side || y >= side || steps[to] || !(values[to] & 12))
				continue;
			steps[to] = steps[at] + 1;
			queue[tail++] = to;
		}
	}
	reached = tail + (long)steps[side * side - 1];
	free(steps);
	free(queue);
	return reached;
}
