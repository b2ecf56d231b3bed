/* time: n^2; space: n; order: random */
#include "kernel.h"

/* A table that never grows: n^2 / 101. */
struct entry {
	struct entry *next;
	int key;
};

long kernel(int *values, int n)
{
	struct entry *buckets[101] = { NULL }, *entries = claim((size_t)n, sizeof(*entries));
	long distinct = 0;

	for (int i = 0; i < n; i++) {
		struct entry **bucket = &buckets[(unsigned)values[i] % 101], *e = *bucket;

		while (e && e->key != values[i])
			e = e->next;
		if (e)
			continue;
		entries[i] = (struct entry){ *bucket, values[i] };
		*bucket = &entries[i];
		distinct++;
	}
	free(entries);
	return distinct;
}
