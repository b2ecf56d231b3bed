/* time: n^2; space: n; order: random */
#include "kernel.h"

/* A list of records that gets room for one more each time. */
struct record {
	int id, value;
	char name[8];
};

long kernel(int *values, int n)
{
	struct record *list = NULL;
	size_t used = 0;
	long sum = 0;

	for (int i = 0; i < n; i++) {
		list = realloc(list, (used + 1) * sizeof(*list));
		if (!list)
			abort();
		list[used++] = (struct record){ i, values[i], "record" };
	}
	for (size_t i = 0; i < used; i++)
		sum += list[i].value ^ list[i].id;
	free(list);
	return sum;
}
