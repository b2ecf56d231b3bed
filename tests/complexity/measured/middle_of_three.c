/* time: 1; space: 1; order: random */
#include "kernel.h"

long kernel(int *values, int n)
{
	int a = values[0], b = values[n / 2], c = values[n - 1];

	if (a > b)
		swap(&a, &b);
	if (b > c)
		swap(&b, &c);
	return a > b ? a : b;
}
