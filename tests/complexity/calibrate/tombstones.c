/* time: n^2; space: n; order: random */
#include "kernel.h"

/* What is erased leaves a mark that every later look-up walks over, and the marks are never cleared. */
#define FREE  0
#define TAKEN 1
#define GONE  2

long kernel(int *values, int n)
{
	size_t room = 2 * (size_t)n;
	long *state = claim_zeroed(room, sizeof(*state));
	long steps = values[0] & 1;

	/* All keys want the same place, as bad keys do. */
	for (int i = 0; i < n; i++) {
		size_t at = 0;

		for (; state[at] != FREE; at++)
			steps++;
		state[at] = TAKEN;
		state[at] = GONE;
	}
	free(state);
	return steps;
}
