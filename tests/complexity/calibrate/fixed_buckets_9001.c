/* time: n^2; space: n; order: random */
#include "kernel.h"

/* A table that never grows: n^2 / 9001, which looks like n for long. */
struct entry {
	struct entry *next;
	int key;
};

static struct entry *buckets[9001];

long kernel(int *values, int n)
{
	struct entry *entries = claim((size_t)n, sizeof(*entries));
	long distinct = 0;

	memset(buckets, 0, sizeof(buckets));
	for (int i = 0; i < n; i++) {
		struct entry **bucket = &buckets[(unsigned)values[i] % 9001], *e = *bucket;

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
