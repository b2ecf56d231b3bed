/* time: log n; space: 1; order: sorted */
#include "kernel.h"

/* Steps that double, then halves; what is looked for lies in the last eighth. */
static int gallop(const int *values, int n, int wanted)
{
	int step = 1, low, high;

	while (step < n && values[step] < wanted)
		step *= 2;
	low = step / 2;
	high = step < n ? step : n - 1;
	while (low < high) {
		int middle = (low + high) / 2;

		if (values[middle] < wanted)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

long kernel(int *values, int n)
{
	long sum = 0;

	for (int i = 0; i < 900; i++)
		sum += gallop(values, n, n - 1 - i % (n / 8));
	return sum;
}
