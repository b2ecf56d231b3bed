/* time: n^2 log n; space: n; order: random */
#include "kernel.h"

/* Sorts all again after each number that comes. */
struct record {
	int value, place[7];
};

static int compare(const void *a, const void *b)
{
	int x = ((const struct record *)a)->value, y = ((const struct record *)b)->value;

	return x < y ? -1 : x > y;
}

long kernel(int *values, int n)
{
	struct record *copy = claim((size_t)n, sizeof(*copy));
	long sum = 0;

	for (int i = 1; i <= n; i++) {
		for (int k = 0; k < i; k++)
			copy[k] = (struct record){ values[k], { k } };
		qsort(copy, (size_t)i, sizeof(*copy), compare);
		sum += copy[i / 2].value;
	}
	free(copy);
	return sum;
}
