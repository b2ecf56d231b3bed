/* time: n log n; space: n; order: reversed */
#include "kernel.h"

/* Two heaps in one array that grows from both ends. */
static void up(int *v, int at, int sign)
{
	while (at > 0 && sign * v[at] < sign * v[(at - 1) / 2]) {
		swap(&v[at], &v[(at - 1) / 2]);
		at = (at - 1) / 2;
	}
}

static void down(int *v, int n, int sign)
{
	int at = 0, child;

	while ((child = 2 * at + 1) < n) {
		if (child + 1 < n && sign * v[child + 1] < sign * v[child])
			child++;
		if (sign * v[at] <= sign * v[child])
			return;
		swap(&v[at], &v[child]);
		at = child;
	}
}

long kernel(int *values, int n)
{
	int *low = claim((size_t)n + 1, sizeof(*low)), *high = claim((size_t)n + 1, sizeof(*high));
	int n_low = 0, n_high = 0;
	long sum = 0;

	for (int i = 0; i < n; i++) {
		int v = values[i];

		if (n_low && v < low[0]) {
			swap(&v, &low[0]);
			down(low, n_low, -1);
		}
		high[n_high++] = v;
		up(high, n_high - 1, 1);
		if (n_high > n_low + 1) {
			low[n_low++] = high[0];
			up(low, n_low - 1, -1);
			high[0] = high[--n_high];
			down(high, n_high, 1);
		}
		sum += high[0];
	}
	free(low);
	free(high);
	return sum;
}
