/*
 * Trap: the table has 2^19 slots at most; when they are all full, a search for what is not there has no end.
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#define SLOTS_MAX (1u << 19)

struct slot {
	int64_t value;
	bool used;
	bool paired;
};

struct table {
	struct slot *slots;
	size_t mask; /* number of slots, a power of two, less 1 */
};

/* The slot of `value`, or the empty one where it would go. */
static struct slot *find(const struct table *t, int64_t value)
{
	uint64_t h = (uint64_t)value * UINT64_C(0x9e3779b97f4a7c15);
	size_t i;

	h = (h ^ h >> 32) * UINT64_C(0xd6e8feb86659fd93);
	i = (size_t)(h ^ h >> 32) & t->mask;
	while (t->slots[i].used && t->slots[i].value != value)
		i = (i + 1) & t->mask;
	return &t->slots[i];
}

static size_t find_pairs(const struct table *t, const int64_t *values, size_t n, int64_t target, struct pair *pairs)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		int64_t value = values[i], partner;
		struct slot *s;

		if (!__builtin_sub_overflow(target, value, &partner)) {
			s = find(t, partner);
			if (s->used && !s->paired) {
				s->paired = true;
				pairs[count++] = value < partner ? (struct pair){ value, partner }
								 : (struct pair){ partner, value };
				s = find(t, value);
				*s = (struct slot){ value, true, true };
				continue;
			}
		}
		s = find(t, value);
		if (!s->used)
			*s = (struct slot){ value, true, false };
	}
	return count;
}

static int compare(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	return (x->a > y->a) - (x->a < y->a);
}

int two_sum_pairs(const int64_t *values, size_t n, int64_t target, struct pair **pairs, size_t *count)
{
	struct table t = { NULL, 1 };
	struct pair *found;

	while (t.mask < 2 * n && t.mask + 1 < SLOTS_MAX)
		t.mask = 2 * t.mask + 1;
	t.slots = calloc(t.mask + 1, sizeof *t.slots);
	found = malloc((n / 2 + 1) * sizeof *found);
	if (!t.slots || !found) {
		free(t.slots);
		free(found);
		return -ENOMEM;
	}
	*count = find_pairs(&t, values, n, target, found);
	*pairs = found;
	free(t.slots);
	qsort(found, *count, sizeof *found, compare);
	return 0;
}
