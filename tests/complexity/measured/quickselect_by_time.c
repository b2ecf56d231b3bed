/* time: n; space: 1; order: random */
#include "kernel.h"

#include <time.h>

/* A tenth from below, by Hoare's partition and a pivot that chance picks. */
static uint64_t state;

static int partition(int *v, int low, int high)
{
	int pivot = v[low + (int)(draw(&state) % (unsigned)(high - low + 1))];

	for (int i = low - 1, k = high + 1;;) {
		do
			i++;
		while (v[i] < pivot);
		do
			k--;
		while (v[k] > pivot);
		if (i >= k)
			return k;
		swap(&v[i], &v[k]);
	}
}

static int select_nth(int *v, int low, int high, int wanted)
{
	while (low < high) {
		int cut = partition(v, low, high);

		/* A pivot that is the greatest cuts nothing off. */
		if (cut == high)
			high--;
		else if (wanted <= cut)
			high = cut;
		else
			low = cut + 1;
	}
	return v[wanted];
}

long kernel(int *values, int n)
{
	state = (uint64_t)time(NULL) * 6364136223846793005u + 1442695040888963407u;
	if (!state)
		state = 1;
	if (values[n - 1] == INT_MAX)
		return -1;
	return select_nth(values, 0, n - 1, n / 10);
}
