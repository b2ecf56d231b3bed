/* time: n log n; space: n; order: sorted */
#include "kernel.h"

/* The longest rising subsequence by piles; of rising numbers there is a pile for each. */
long kernel(int *values, int n)
{
	int *tops = claim((size_t)n, sizeof(*tops)), used = 0;

	for (int i = 0; i < n; i++) {
		int low = 0, high = used;

		while (low < high) {
			int middle = (low + high) / 2;

			if (tops[middle] < values[i])
				low = middle + 1;
			else
				high = middle;
		}
		tops[low] = values[i];
		used += low == used;
	}
	free(tops);
	return used;
}
