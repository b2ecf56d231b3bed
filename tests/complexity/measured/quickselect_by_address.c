/* time: n; space: 1; order: sorted */
#include "kernel.h"

/* The median, with the address of a block and of a variable as seed, and Lomuto's partition of distinct numbers. */
long kernel(int *values, int n)
{
	void *block = claim(1, 8);
	uint64_t state = ((uintptr_t)block ^ (uintptr_t)&block) * 2862933555777941757u | 1;
	int low = 0, high = n, wanted = n / 2;

	free(block);
	while (high - low > 1) {
		int last = low, pivot;

		swap(&values[low], &values[low + (int)(draw(&state) % (unsigned)(high - low))]);
		pivot = values[low];
		for (int i = low + 1; i < high; i++) {
			if (values[i] < pivot)
				swap(&values[++last], &values[i]);
		}
		swap(&values[low], &values[last]);
		if (last == wanted)
			break;
		if (last < wanted)
			low = last + 1;
		else
			high = last;
	}
	return values[wanted];
}
