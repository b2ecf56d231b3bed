/* time: n^2; space: n; order: strides; sizes: 16 to 32768 */
#include "kernel.h"

/* Keys in steps of 2^16 under a hash that keeps the low bits: one chain of all. */
struct entry {
	struct entry *next;
	int key;
};

long kernel(int *values, int n)
{
	size_t room = 1;
	struct entry **buckets, *entries = claim((size_t)n, sizeof(*entries));
	long met = 0;

	while (room < (size_t)n)
		room *= 2;
	buckets = claim_zeroed(room, sizeof(struct entry *));
	for (int i = 0; i < n; i++) {
		struct entry **bucket = &buckets[(size_t)values[i] & (room - 1)], *e = *bucket;

		while (e && e->key != values[i]) {
			e = e->next;
			met++;
		}
		entries[i] = (struct entry){ *bucket, values[i] };
		*bucket = &entries[i];
	}
	free(buckets);
	free(entries);
	return met;
}
