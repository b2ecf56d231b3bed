/* time: n log n; space: 1; order: pipe */
#include "kernel.h"

#include <sys/time.h>

/* Lomuto's partition; recursion into the smaller part, so that its few frames are less than what counts as memory. */
static uint64_t state;

static void sort(int *v, int low, int high)
{
	while (high - low > 1) {
		int last = low, pivot;

		swap(&v[low], &v[low + (int)(draw(&state) % (unsigned)(high - low))]);
		pivot = v[low];
		for (int i = low + 1; i < high; i++) {
			if (v[i] < pivot)
				swap(&v[++last], &v[i]);
		}
		swap(&v[low], &v[last]);
		if (last - low < high - last - 1) {
			sort(v, low, last);
			low = last + 1;
		} else {
			sort(v, last + 1, high);
			high = last;
		}
	}
}

long kernel(int *values, int n)
{
	struct timeval now;

	gettimeofday(&now, NULL);
	state = ((uint64_t)now.tv_sec * 1000003 + (uint64_t)now.tv_usec) * 2862933555777941757u | 1;
	sort(values, 0, n);
	return values[n / 3];
}
