/* time: n; space: 1; order: reversed */
#include "kernel.h"

/* Floyd's, from the last parent on. */
long kernel(int *values, int n)
{
	for (int start = n / 2 - 1; start >= 0; start--) {
		int at = start, child;

		while ((child = 2 * at + 1) < n) {
			if (child + 1 < n && values[child + 1] < values[child])
				child++;
			if (values[at] <= values[child])
				break;
			swap(&values[at], &values[child]);
			at = child;
		}
	}
	return values[0] + values[n / 2];
}
