/* time: n^2; space: n^2; order: random; sizes: 16 to 8192 */
#include "kernel.h"

/* Depth first through a matrix of bytes, with a stack of its own. */
long kernel(int *values, int n)
{
	size_t side = (size_t)n;
	char *edges = claim_zeroed(side * side, 1), *seen = claim_zeroed(side, 1);
	int *stack = claim(side, sizeof(*stack)), depth = 0;
	long order = 0;

	for (int i = 0; i < n; i++) {
		edges[(size_t)i * side + (size_t)(values[i] % n)] = 1;
		edges[(size_t)i * side + (size_t)((i + 1) % n)] = 1;
	}
	stack[depth++] = 0;
	seen[0] = 1;
	while (depth) {
		int at = stack[--depth];

		order = 31 * order % 1000003 + at;
		for (int to = 0; to < n; to++) {
			if (edges[(size_t)at * side + (size_t)to] && !seen[to]) {
				seen[to] = 1;
				stack[depth++] = to;
			}
		}
	}
	free(edges);
	free(seen);
	free(stack);
	return order;
}
