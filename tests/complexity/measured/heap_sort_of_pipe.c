/* time: n log n; space: 1; order: pipe */
#include "kernel.h"

/* With a heap of three children a node. */
static void sift_down(int *v, int at, int n)
{
	for (;;) {
		int most = at;

		for (int child = 3 * at + 1; child < n && child <= 3 * at + 3; child++) {
			if (v[child] > v[most])
				most = child;
		}
		if (most == at)
			return;
		swap(&v[at], &v[most]);
		at = most;
	}
}

long kernel(int *values, int n)
{
	for (int i = n / 3; i >= 0; i--)
		sift_down(values, i, n);
	for (int end = n - 1; end > 0; end--) {
		swap(&values[0], &values[end]);
		sift_down(values, 0, end);
	}
	return values[n / 2];
}
