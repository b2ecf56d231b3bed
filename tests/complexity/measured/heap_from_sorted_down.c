/* time: n; space: 1; order: permutation */
#include "kernel.h"

/* Heapify with the hole moved down to a leaf first and then up. */
long kernel(int *values, int n)
{
	for (int start = n / 2 - 1; start >= 0; start--) {
		int v = values[start], at = start, child;

		while ((child = 2 * at + 2) < n) {
			child -= values[child - 1] < values[child];
			values[at] = values[child];
			at = child;
		}
		if (child == n) {
			values[at] = values[n - 1];
			at = n - 1;
		}
		while (at > start && values[(at - 1) / 2] > v) {
			values[at] = values[(at - 1) / 2];
			at = (at - 1) / 2;
		}
		values[at] = v;
	}
	return values[0] + (long)values[n / 2];
}
