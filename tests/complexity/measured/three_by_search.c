/* time: n^2 log n; space: 1; order: sorted */
#include "kernel.h"

/* All pairs, and for each a binary search for the third. */
long kernel(int *values, int n)
{
	long found = 0;

	for (int i = 0; i < n; i++) {
		for (int j = 0; j < n; j++) {
			int wanted = (values[i] * 7 + values[j] * 13) % (n + 1), low = 0, high = n;

			while (low < high) {
				int middle = (low + high) / 2;

				if (values[middle] < wanted)
					low = middle + 1;
				else
					high = middle;
			}
			found += low < n && values[low] == wanted;
		}
	}
	return found;
}
