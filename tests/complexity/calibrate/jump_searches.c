/* time: sqrt n; space: 1; order: sorted */
#include "kernel.h"

/* Jumps of the root of n, then single steps: a hundred times. */
long kernel(int *values, int n)
{
	int jump = 1;
	long sum = 0;

	while ((long)jump * jump < n)
		jump++;
	for (int i = 0; i < 100; i++) {
		int wanted = (int)((long)i * n / 100), at = 0;

		while (at + jump < n && values[at + jump] <= wanted)
			at += jump;
		while (at < n && values[at] < wanted)
			at++;
		sum += at;
	}
	return sum;
}
