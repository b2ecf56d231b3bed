/* time: n log n; space: 1; order: random */
#include "kernel.h"

/* Expiry times of at most 300 sessions in a heap would be constant; here the list of n numbers is sorted in place. */
static void sort(int *v, int n)
{
	/* Bottom-up heap sort: down to a leaf, then up. */
	for (int i = n / 2 - 1, end = n; end > 1;) {
		int at, child, moved;

		if (i >= 0) {
			at = i--;
			moved = v[at];
		} else {
			end--;
			moved = v[end];
			v[end] = v[0];
			at = 0;
		}
		while ((child = 2 * at + 1) < end) {
			if (child + 1 < end && v[child + 1] > v[child])
				child++;
			if (v[child] <= moved)
				break;
			v[at] = v[child];
			at = child;
		}
		v[at] = moved;
	}
}

long kernel(int *values, int n)
{
	sort(values, n);
	return values[n / 2];
}
