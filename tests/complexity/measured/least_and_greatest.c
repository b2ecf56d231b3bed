/* time: n; space: 1; order: random */
#include "kernel.h"

/* In pairs, so that three comparisons do for two numbers. */
long kernel(int *values, int n)
{
	int least = values[0], most = values[0];

	for (int i = 0; i + 1 < n; i += 2) {
		int low = values[i], high = values[i + 1];

		if (low > high)
			swap(&low, &high);
		if (low < least)
			least = low;
		if (high > most)
			most = high;
	}
	return (long)most - least;
}
