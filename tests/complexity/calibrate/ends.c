/* time: 1; space: 1; order: random */
#include "kernel.h"

long kernel(int *values, int n)
{
	return values[0] + (long)values[n / 2] + values[n - 1];
}
