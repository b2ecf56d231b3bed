/* time: n^1.5; space: sqrt n; order: random */
#include "kernel.h"

/* n sums of stretches, each over whole blocks and two ends. A block's record is wide. */
struct block {
	long sum;
	char pad[120];
};

long kernel(int *values, int n)
{
	int side = 1;
	struct block *blocks;
	long total = 0;

	while ((long)side * side < n)
		side++;
	blocks = claim_zeroed((size_t)side + 1, sizeof(*blocks));
	for (int i = 0; i < n; i++)
		blocks[i / side].sum += values[i] & 255;
	for (int q = 0; q < n; q++) {
		int from = q / 3, to = n - q / 3, i = from;

		for (; i < to && i % side; i++)
			total += values[i] & 255;
		for (; i + side <= to; i += side)
			total += blocks[i / side].sum;
		for (; i < to; i++)
			total += values[i] & 255;
	}
	free(blocks);
	return total;
}
