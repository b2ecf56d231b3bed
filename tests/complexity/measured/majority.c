/* time: n; space: 1; order: few */
#include "kernel.h"

/* Boyer's and Moore's vote, and a second pass to see whether it is true. */
long kernel(int *values, int n)
{
	int candidate = 0, votes = 0, count = 0;

	for (int i = 0; i < n; i++) {
		if (!votes)
			candidate = values[i];
		votes += values[i] == candidate ? 1 : -1;
	}
	for (int i = 0; i < n; i++)
		count += values[i] == candidate;
	return count > n / 2 ? candidate : -1;
}
