/* time: n; space: 1; order: random */
#include "kernel.h"

/* What memoising would need, in two numbers. */
long kernel(int *values, int n)
{
	unsigned one = 1, two = 1;

	for (int i = 1; i < n; i++) {
		unsigned ways = (one + two) % 1000003;

		two = one;
		one = ways + (unsigned)(values[i] & 1);
	}
	return one;
}
