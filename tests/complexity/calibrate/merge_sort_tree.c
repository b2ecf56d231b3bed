/* time: n log^2 n; space: n log n; order: permutation */
#include "kernel.h"

/* Sorted copies on each of log n levels; a query searches in one of each. */
long kernel(int *values, int n)
{
	int levels = 1, room = 1, **level;
	long sum = 0;

	while (room < n) {
		room *= 2;
		levels++;
	}
	level = claim((size_t)levels, sizeof(int *));
	for (int l = 0; l < levels; l++) {
		int width = 1 << l;

		level[l] = claim((size_t)room, sizeof(int));
		for (int left = 0; left < room; left += width) {
			int i = left, middle = left + width / 2, k = middle, right = left + width;

			if (!l)
				level[0][left] = left < n ? values[left] : INT_MAX;
			for (int at = left; l && at < right; at++) {
				bool from_left = i < middle && (k >= right || level[l - 1][i] <= level[l - 1][k]);

				level[l][at] = from_left ? level[l - 1][i++] : level[l - 1][k++];
			}
		}
	}
	/* How many of the first i are below what is wanted? The first i are cut into stretches by their bits. */
	for (int q = 0; q < 8 * n; q++) {
		int i = q / 8, wanted = values[(i + q) % n], start = 0;

		for (int l = levels - 1; l >= 0; l--) {
			int low = start, high = start + (1 << l);

			if (!(i >> l & 1))
				continue;
			while (low < high) {
				int middle = (low + high) / 2;

				if (level[l][middle] < wanted)
					low = middle + 1;
				else
					high = middle;
			}
			sum += low - start;
			start += 1 << l;
		}
	}
	for (int l = 0; l < levels; l++)
		free(level[l]);
	free(level);
	return sum;
}
