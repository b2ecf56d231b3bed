/* time: n log n; space: 1; order: sorted */
#include "kernel.h"

#include <time.h>

/* The smaller part first, so that log n small frames are all: less than what counts as memory. */
static uint64_t state;

static void sort(int *v, int n)
{
	while (n > 1) {
		int pivot = v[draw(&state) % (unsigned)n], i = 0, k = n - 1;

		while (i <= k) {
			while (v[i] < pivot)
				i++;
			while (v[k] > pivot)
				k--;
			if (i <= k)
				swap(&v[i++], &v[k--]);
		}
		if (k + 1 < n - i) {
			sort(v, k + 1);
			v += i;
			n -= i;
		} else {
			sort(v + i, n - i);
			n = k + 1;
		}
	}
}

long kernel(int *values, int n)
{
	state = (uint64_t)time(NULL) * 6364136223846793005u | 1;
	sort(values, n);
	return values[n / 3];
}
