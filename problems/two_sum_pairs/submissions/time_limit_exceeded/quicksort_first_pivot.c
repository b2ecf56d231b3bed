/*
 * Trap: a quicksort of its own that takes the first element for the pivot: O(n^2) when the values are sorted already.
 * (It recurses into the smaller part only, so that the stack holds.)
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void swap(int64_t *a, int64_t *b)
{
	int64_t kept = *a;

	*a = *b;
	*b = kept;
}

static void sort(int64_t *v, size_t n)
{
	while (n > 1) {
		size_t smaller = 0;

		for (size_t i = 1; i < n; i++)
			if (v[i] < v[0])
				swap(&v[++smaller], &v[i]);
		swap(&v[0], &v[smaller]);
		if (smaller < n - smaller) {
			sort(v, smaller);
			v += smaller + 1;
			n -= smaller + 1;
		} else {
			sort(v + smaller + 1, n - smaller - 1);
			n = smaller;
		}
	}
}

/* Writes the pairs and returns how many there are. */
static size_t find_pairs(const int64_t *sorted, size_t n, int64_t target, struct pair *pairs)
{
	size_t low = 0, high = n - 1, count = 0;

	while (low < high) {
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
	found = malloc(n / 2 * sizeof *found);
	if (!sorted || !found) {
		free(sorted);
		free(found);
		return -ENOMEM;
	}
	memcpy(sorted, values, n * sizeof *sorted);
	sort(sorted, n);
	*count = find_pairs(sorted, n, target, found);
	*pairs = found;
	free(sorted);
	return 0;
}
