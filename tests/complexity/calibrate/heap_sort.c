/* time: n log n; space: 1; order: random */
#include "kernel.h"

static void sift_down(int *v, int at, int n)
{
	int child;

	while ((child = 2 * at + 1) < n) {
		if (child + 1 < n && v[child + 1] > v[child])
			child++;
		if (v[at] >= v[child])
			return;
		swap(&v[at], &v[child]);
		at = child;
	}
}

long kernel(int *values, int n)
{
	for (int start = n / 2 - 1; start >= 0; start--)
		sift_down(values, start, n);
	for (int end = n - 1; end > 0; end--) {
		swap(&values[0], &values[end]);
		sift_down(values, 0, end);
	}
	return values[n / 2];
}
