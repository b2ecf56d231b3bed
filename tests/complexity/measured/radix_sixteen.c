/* time: n; space: n; order: random */
#include "kernel.h"

/* Eight passes of four bits over records. */
struct record {
	int key, place;
};

long kernel(int *values, int n)
{
	struct record *a = claim((size_t)n, sizeof(*a)), *b = claim((size_t)n, sizeof(*b));
	long middle;

	for (int i = 0; i < n; i++)
		a[i] = (struct record){ values[i], i };
	for (int shift = 0; shift < 32; shift += 4) {
		int starts[17] = { 0 };
		struct record *kept = a;

		for (int i = 0; i < n; i++)
			starts[((unsigned)a[i].key >> shift & 15) + 1]++;
		for (int d = 1; d < 16; d++)
			starts[d] += starts[d - 1];
		for (int i = 0; i < n; i++)
			b[starts[(unsigned)a[i].key >> shift & 15]++] = a[i];
		a = b;
		b = kept;
	}
	middle = a[n / 2].place;
	free(a);
	free(b);
	return middle;
}
