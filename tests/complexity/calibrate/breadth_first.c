/* time: n; space: n; order: random */
#include "kernel.h"

/* V = n / 4 and E = n / 2: V + E is n in steps. */
long kernel(int *values, int n)
{
	int v = n / 4, e = n / 2;
	int *first = claim_zeroed((size_t)v + 2, sizeof(int)), *to = claim((size_t)e, sizeof(int));
	int *queue = claim((size_t)v, sizeof(int)), *depth = claim((size_t)v, sizeof(int));
	int head = 0, tail = 0;
	long sum = 0;

	for (int i = 0; i < e; i++)
		first[values[i] % v + 2]++;
	for (int i = 2; i <= v + 1; i++)
		first[i] += first[i - 1];
	for (int i = 0; i < e; i++)
		to[first[values[i] % v + 1]++] = values[n - 1 - i] % v;
	for (int start = 0; start < v; start++)
		depth[start] = -1;
	for (int start = 0; start < v; start++) {
		if (depth[start] >= 0)
			continue;
		depth[start] = 0;
		queue[tail++] = start;
		while (head < tail) {
			int at = queue[head++];

			sum += depth[at];
			for (int k = first[at]; k < first[at + 1]; k++) {
				if (depth[to[k]] < 0) {
					depth[to[k]] = depth[at] + 1;
					queue[tail++] = to[k];
				}
			}
		}
	}
	free(first);
	free(to);
	free(queue);
	free(depth);
	return sum;
}
