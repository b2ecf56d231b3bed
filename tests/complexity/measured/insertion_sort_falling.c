/* time: n^2; space: 1; order: reversed */
#include "kernel.h"

/* Places found by halves and made by memmove, whose work is hidden in the library. */
long kernel(int *values, int n)
{
	for (int i = 1; i < n; i++) {
		int v = values[i], low = 0, high = i;

		while (low < high) {
			int middle = (low + high) / 2;

			if (values[middle] <= v)
				low = middle + 1;
			else
				high = middle;
		}
		memmove(values + low + 1, values + low, (size_t)(i - low) * sizeof(*values));
		values[low] = v;
	}
	return values[n / 2];
}
