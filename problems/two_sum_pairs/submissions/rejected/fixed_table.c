/*
 * Trap: a table of 4,096 buckets whatever n is: the chains grow with the number of values, too slowly for a clock to
 * show.
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#define BUCKETS 4096u

struct node {
	int64_t value;
	uint32_t chain; /* number of the next node + 1, 0 at the end */
	bool paired;
};

struct table {
	uint32_t first[BUCKETS];
	struct node *nodes;
	uint32_t n;
};

static uint32_t *bucket_of(struct table *t, int64_t value)
{
	uint64_t h = (uint64_t)value * UINT64_C(0x9e3779b97f4a7c15);

	h = (h ^ h >> 32) * UINT64_C(0xd6e8feb86659fd93);
	return &t->first[(h >> 32) % BUCKETS];
}

static struct node *find(struct table *t, int64_t value)
{
	for (uint32_t i = *bucket_of(t, value); i; i = t->nodes[i - 1].chain)
		if (t->nodes[i - 1].value == value)
			return &t->nodes[i - 1];
	return NULL;
}

static struct node *find_or_add(struct table *t, int64_t value)
{
	struct node *node = find(t, value);
	uint32_t *bucket;

	if (node)
		return node;
	bucket = bucket_of(t, value);
	t->nodes[t->n] = (struct node){ value, *bucket, false };
	*bucket = ++t->n;
	return &t->nodes[*bucket - 1];
}

static int compare(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	return (x->a > y->a) - (x->a < y->a);
}

int two_sum_pairs(const int64_t *values, size_t n, int64_t target, struct pair **pairs, size_t *count)
{
	struct table *t = calloc(1, sizeof *t);
	struct pair *found = malloc((n / 2 + 1) * sizeof *found);

	if (t)
		t->nodes = malloc((n + 1) * sizeof *t->nodes);
	if (!t || !t->nodes || !found)
		abort();
	*count = 0;
	for (size_t i = 0; i < n; i++) {
		int64_t value = values[i], partner;
		struct node *other = NULL;

		if (!__builtin_sub_overflow(target, value, &partner))
			other = find(t, partner);
		if (other && !other->paired) {
			other->paired = true;
			found[(*count)++] =
				value < partner ? (struct pair){ value, partner } : (struct pair){ partner, value };
			other = find_or_add(t, value);
			other->paired = true;
		} else {
			find_or_add(t, value);
		}
	}
	*pairs = found;
	free(t->nodes);
	free(t);
	qsort(found, *count, sizeof *found, compare);
	return 0;
}
