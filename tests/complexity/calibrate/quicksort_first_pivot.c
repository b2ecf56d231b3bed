/* time: n^2; space: n; order: sorted */
#include "kernel.h"

/* The first number as pivot, of numbers that are in order: n frames. */
static void sort(int *v, int n)
{
	int last = 0;

	if (n < 2)
		return;
	for (int i = 1; i < n; i++) {
		if (v[i] < v[0])
			swap(&v[++last], &v[i]);
	}
	swap(&v[0], &v[last]);
	sort(v + last + 1, n - last - 1);
	sort(v, last);
}

long kernel(int *values, int n)
{
	sort(values, n);
	return values[n / 2];
}
