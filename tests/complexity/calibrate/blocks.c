/* time: n; space: sqrt n; order: random */
#include "kernel.h"

/* One record for each of sqrt n blocks. */
struct block {
	long sum, least, most;
	char pad[104];
};

long kernel(int *values, int n)
{
	struct block *blocks;
	int side = 1;
	long spread = 0;

	while ((long)side * side < n)
		side++;
	blocks = claim_zeroed((size_t)side, sizeof(*blocks));
	for (int i = 0; i < n; i++) {
		struct block *b = &blocks[i / side];

		b->sum += values[i];
		if (values[i] > b->most)
			b->most = values[i];
		if (values[i] < b->least)
			b->least = values[i];
	}
	for (int i = 0; i < side; i++)
		spread += blocks[i].most - blocks[i].least + (blocks[i].sum & 1);
	free(blocks);
	return spread;
}
