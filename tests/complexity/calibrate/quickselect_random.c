/* time: n; space: 1; order: random */
#include "kernel.h"

#include <time.h>

/* The median; pivots by chance, so that single runs differ by much. */
long kernel(int *values, int n)
{
	uint64_t state = (uint64_t)time(NULL) * 2862933555777941757u | 1;
	int low = 0, high = n - 1, wanted = n / 2;

	while (low < high) {
		int pivot = values[low + (int)(draw(&state) % (unsigned)(high - low + 1))], i = low, k = high;

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
