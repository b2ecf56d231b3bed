/* time: n^2; space: 1; order: random */
#include "kernel.h"

/* A list in the numbers themselves; for each node all that were met before are walked again. */
long kernel(int *values, int n)
{
	int at = 0;

	for (int i = 0; i + 1 < n; i++)
		values[i] = i + 1;
	values[n - 1] = n / 2;
	for (int steps = 0;; steps++, at = values[at]) {
		int seen = 0;

		for (int k = 0; k < steps; k++, seen = values[seen]) {
			if (seen == at)
				return at;
		}
	}
}
