/*
 * Trap: sorts, and then tries each value with all values behind it: O(n^2).
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

int two_sum_pairs(const int64_t *values, size_t n, int64_t target, struct pair **pairs, size_t *count)
{
	int64_t *v = malloc((n + 1) * sizeof *v);
	struct pair *found = malloc((n / 2 + 1) * sizeof *found);

	*pairs = found;
	*count = 0;
	if (!v || !found) {
		free(v);
		free(found);
		return -ENOMEM;
	}
	if (n)
		memcpy(v, values, n * sizeof *v);
	qsort(v, n, sizeof *v, compare);
	for (size_t i = 0; i < n; i++) {
		if (i && v[i] == v[i - 1])
			continue;
		for (size_t j = i + 1; j < n; j++)
			if ((__int128)v[i] + v[j] == target) {
				found[(*count)++] = (struct pair){ v[i], v[j] };
				break;
			}
	}
	free(v);
	return 0;
}
