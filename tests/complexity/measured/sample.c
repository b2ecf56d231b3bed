/* time: 1; space: 1; order: random */
#include "kernel.h"

#include <time.h>

/* The mean of 3000 numbers that chance picks. */
long kernel(int *values, int n)
{
	uint64_t state = (uint64_t)time(NULL) * 3935559000370003845u | 1;
	long sum = 0;

	for (int i = 0; i < 3000; i++)
		sum += values[draw(&state) % (unsigned)n];
	return sum / 3000;
}
