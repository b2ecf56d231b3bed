/* time: n^3; space: n^2; order: random; sizes: 4 to 1024 */
#include "kernel.h"

/* In which order are n matrices multiplied best? */
long kernel(int *values, int n)
{
	long *cost = claim_zeroed((size_t)n * (size_t)n, sizeof(*cost)), best;

	for (int length = 1; length < n; length++) {
		for (int from = 0; from + length < n; from++) {
			int to = from + length;

			cost[from * n + to] = LONG_MAX;
			for (int cut = from; cut < to; cut++) {
				long total = cost[from * n + cut] + cost[(cut + 1) * n + to] + (values[cut] & 1023);

				if (total < cost[from * n + to])
					cost[from * n + to] = total;
			}
		}
	}
	best = cost[n - 1];
	free(cost);
	return best;
}
