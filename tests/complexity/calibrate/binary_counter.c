/* time: n; space: 1; order: random */
#include "kernel.h"

/* A counter of single bits: an increment may carry far, all of them together do not. */
long kernel(int *values, int n)
{
	char bits[40] = { 0 };
	long carries = values[0] & 1;

	for (int i = 0; i < n; i++) {
		int k = 0;

		while (bits[k]) {
			bits[k++] = 0;
			carries++;
		}
		bits[k] = 1;
	}
	return carries;
}
