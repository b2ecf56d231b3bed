/* time: n log n; space: n; order: few */
#include "kernel.h"

/* Few distinct numbers, sorted as records by the library. */
struct record {
	int value, place;
};

static int compare(const void *a, const void *b)
{
	const struct record *x = a, *y = b;

	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	return x->place < y->place ? -1 : x->place > y->place;
}

long kernel(int *values, int n)
{
	struct record *records = claim((size_t)n, sizeof(*records));
	long sum = 0;

	for (int i = 0; i < n; i++)
		records[i] = (struct record){ values[i], i };
	qsort(records, (size_t)n, sizeof(*records), compare);
	for (int i = 1; i < n; i++) {
		if (records[i].value != records[i - 1].value)
			sum += records[i].place;
	}
	free(records);
	return sum;
}
