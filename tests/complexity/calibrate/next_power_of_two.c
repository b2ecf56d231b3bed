/* time: n; space: n; order: random */
#include "kernel.h"

/* A staircase: everything is done up to the next power of two. */
long kernel(int *values, int n)
{
	int room = 1;
	long *table, sum = 0;

	while (room < n)
		room *= 2;
	table = claim((size_t)room, sizeof(*table));
	for (int i = 0; i < room; i++)
		table[i] = values[i % n];
	for (int i = 0; i < room; i += 3)
		sum ^= table[i];
	free(table);
	return sum;
}
