/* time: n; space: sqrt n; order: random */
#include "kernel.h"

/* The n numbers as a square; a wide record for each column. */
struct column {
	long sum;
	int values[30];
};

long kernel(int *values, int n)
{
	int side = 1;
	struct column *columns;
	long best = LONG_MIN;

	while ((long)(side + 1) * (side + 1) <= n)
		side++;
	columns = claim_zeroed((size_t)side, sizeof(*columns));
	for (int i = 0; i < side * side; i++) {
		struct column *c = &columns[i % side];

		c->sum += values[i];
		c->values[values[i] % 30]++;
	}
	for (int i = 0; i < side; i++) {
		if (columns[i].sum > best)
			best = columns[i].sum + columns[i].values[7];
	}
	free(columns);
	return best;
}
