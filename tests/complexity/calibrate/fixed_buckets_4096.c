/* time: n^2; space: n; order: random */
#include "kernel.h"

/* A table that never grows: n^2 / 4096, which looks like n for long. */
struct entry {
	struct entry *next;
	int key;
};

static struct entry *buckets[4096];

long kernel(int *values, int n)
{
	struct entry *entries = claim((size_t)n, sizeof(*entries));
	long distinct = 0;

	memset(buckets, 0, sizeof(buckets));
	for (int i = 0; i < n; i++) {
		struct entry **bucket = &buckets[(uint32_t)values[i] * 2654435769u >> 20], *e = *bucket;

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
