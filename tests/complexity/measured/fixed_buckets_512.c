/* time: n^2; space: n; order: random */
#include "kernel.h"

/* A table that never grows: n^2 / 512. */
struct entry {
	struct entry *next;
	int key, count;
};

static struct entry *buckets[512];

long kernel(int *values, int n)
{
	long distinct = 0;

	memset(buckets, 0, sizeof(buckets));
	for (int i = 0; i < n; i++) {
		struct entry **bucket = &buckets[((uint32_t)values[i] * 2654435769u) >> 23], *e = *bucket;

		while (e && e->key != values[i])
			e = e->next;
		if (e) {
			e->count++;
			continue;
		}
		e = claim(1, sizeof(*e));
		*e = (struct entry){ *bucket, values[i], 1 };
		*bucket = e;
		distinct++;
	}
	for (int b = 0; b < 512; b++) {
		while (buckets[b]) {
			struct entry *next = buckets[b]->next;

			free(buckets[b]);
			buckets[b] = next;
		}
	}
	return distinct;
}
