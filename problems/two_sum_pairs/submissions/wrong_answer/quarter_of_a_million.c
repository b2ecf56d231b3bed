/*
 * Trap: room for 262,144 pairs; more are dropped.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define PAIRS_MAX 262144

static int compare(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Writes the pairs and returns how many there are. */
static size_t find_pairs(const int64_t *sorted, size_t n, int64_t target, struct pair *pairs)
{
	size_t low = 0, high = n - 1, count = 0;

	while (low < high && count < PAIRS_MAX) {
		int64_t a = sorted[low], b = sorted[high];
		__int128 sum = (__int128)a + b;

		if (sum == target)
			pairs[count++] = (struct pair){ a, b };
		if (sum <= target)
			while (low < high && sorted[low] == a)
				low++;
		if (sum >= target)
			while (low < high && sorted[high] == b)
				high--;
	}
	return count;
}

int two_sum_pairs(const int64_t *values, size_t n, int64_t target, struct pair **pairs, size_t *count)
{
	int64_t *sorted;
	struct pair *found;

	*pairs = NULL;
	*count = 0;
	if (n < 2)
		return 0;
	sorted = malloc(n * sizeof *sorted);
	found = malloc(PAIRS_MAX * sizeof *found);
	if (!sorted || !found) {
		free(sorted);
		free(found);
		return -ENOMEM;
	}
	memcpy(sorted, values, n * sizeof *sorted);
	qsort(sorted, n, sizeof *sorted, compare);
	*count = find_pairs(sorted, n, target, found);
	*pairs = found;
	free(sorted);
	return 0;
}
