/* time: n^2; space: n; order: equal */
#include "kernel.h"

/* Lomuto's partition puts all equal numbers on one side: n frames. */
static __attribute__((noinline)) void sort(int *v, int low, int high)
{
	volatile int last = low;

	if (low >= high)
		return;
	for (int i = low; i < high; i++) {
		if (v[i] <= v[high])
			swap(&v[last++], &v[i]);
	}
	swap(&v[last], &v[high]);
	sort(v, low, last - 1);
	sort(v, last + 1, high);
}

long kernel(int *values, int n)
{
	sort(values, 0, n - 1);
	return values[n / 2];
}
