/* time: n; space: n; order: random */
#include "kernel.h"

/* A stack on which each number comes and goes once; its room is taken at once. */
long kernel(int *values, int n)
{
	int *stack = claim((size_t)n, sizeof(*stack)), depth = 0;
	long sum = 0;

	for (int i = 0; i < n; i++) {
		while (depth && values[stack[depth - 1]] < values[i])
			sum += i - stack[--depth];
		stack[depth++] = i;
	}
	free(stack);
	return sum;
}
