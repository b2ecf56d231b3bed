/* time: n; space: n; order: random */
#include "kernel.h"

/* Addresses as keys, as a copy of a graph needs them. */
long kernel(int *values, int n)
{
	size_t room = 16, collisions = 0;
	void **seen, **blocks = claim((size_t)n, sizeof(void *));

	while (room < 2 * (size_t)n)
		room *= 2;
	seen = claim_zeroed(room, sizeof(void *));
	for (int i = 0; i < n; i++) {
		size_t at;

		blocks[i] = claim(1, 24);
		at = ((uintptr_t)blocks[i] * UINT64_C(0x9e3779b97f4a7c15) >> 20) & (room - 1);
		while (seen[at]) {
			at = (at + 1) & (room - 1);
			collisions++;
		}
		seen[at] = blocks[i];
	}
	for (int i = 0; i < n; i++)
		free(blocks[i]);
	free(seen);
	free(blocks);
	return (long)collisions + values[0];
}
