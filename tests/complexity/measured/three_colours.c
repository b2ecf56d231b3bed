/* time: n; space: 1; order: few */
#include "kernel.h"

/* Dijkstra's flag: below 3, 3 and 4, above. */
long kernel(int *values, int n)
{
	int low = 0, at = 0, high = n - 1;

	while (at <= high) {
		if (values[at] < 3)
			swap(&values[low++], &values[at++]);
		else if (values[at] > 4)
			swap(&values[at], &values[high--]);
		else
			at++;
	}
	return low + (long)high;
}
