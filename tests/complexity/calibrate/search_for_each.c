/* time: n log n; space: 1; order: sorted */
#include "kernel.h"

/* For each number whether its partner is there: the wanted sum is 3 n / 2. */
long kernel(int *values, int n)
{
	long pairs = 0;

	for (int i = 0; i < n; i++) {
		int wanted = 3 * (n / 2) - values[i], low = 0, high = n;

		while (low < high) {
			int middle = (low + high) / 2;

			if (values[middle] < wanted)
				low = middle + 1;
			else
				high = middle;
		}
		pairs += low < n && values[low] == wanted;
	}
	return pairs;
}
