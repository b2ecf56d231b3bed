/* time: n; space: n; order: random */
#include "kernel.h"

/* A hash table whose buckets double with its entries: expected constant time, in steps. */
struct entry {
	struct entry *next;
	int key, count;
};

static struct entry **buckets;
static size_t n_buckets, n_entries;

static size_t place(int key)
{
	return ((uint32_t)key * 2654435769u >> 7) & (n_buckets - 1);
}

static void double_buckets(void)
{
	struct entry **old = buckets;
	size_t n_old = n_buckets;

	n_buckets *= 2;
	buckets = claim_zeroed(n_buckets, sizeof(struct entry *));
	for (size_t i = 0; i < n_old; i++) {
		while (old[i]) {
			struct entry *moved = old[i];

			old[i] = moved->next;
			moved->next = buckets[place(moved->key)];
			buckets[place(moved->key)] = moved;
		}
	}
	free(old);
}

static void add(int key)
{
	struct entry *e;

	for (e = buckets[place(key)]; e; e = e->next) {
		if (e->key == key) {
			e->count++;
			return;
		}
	}
	if (n_entries++ == n_buckets)
		double_buckets();
	e = claim(1, sizeof(*e));
	*e = (struct entry){ buckets[place(key)], key, 1 };
	buckets[place(key)] = e;
}

long kernel(int *values, int n)
{
	long distinct;

	n_buckets = 8;
	buckets = claim_zeroed(n_buckets, sizeof(struct entry *));
	for (int i = 0; i < n; i++)
		add(values[i]);
	distinct = (long)n_entries;
	for (size_t i = 0; i < n_buckets; i++) {
		while (buckets[i]) {
			struct entry *next = buckets[i]->next;

			free(buckets[i]);
			buckets[i] = next;
		}
	}
	free(buckets);
	return distinct;
}
