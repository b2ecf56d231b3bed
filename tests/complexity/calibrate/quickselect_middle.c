/* time: n; space: 1; order: random */
#include "kernel.h"

/* The median of three as pivot: no chance in it but that of the numbers. */
static int middle_of(int a, int b, int c)
{
	if (a < b)
		return b < c ? b : a < c ? c : a;
	return a < c ? a : b < c ? c : b;
}

long kernel(int *values, int n)
{
	int low = 0, high = n - 1, wanted = n / 2;

	while (low < high) {
		int pivot = middle_of(values[low], values[(low + high) / 2], values[high]), i = low, k = high;

		while (i <= k) {
			while (values[i] < pivot)
				i++;
			while (values[k] > pivot)
				k--;
			if (i <= k)
				swap(&values[i++], &values[k--]);
		}
		if (wanted <= k)
			high = k;
		else if (wanted >= i)
			low = i;
		else
			break;
	}
	return values[wanted];
}
