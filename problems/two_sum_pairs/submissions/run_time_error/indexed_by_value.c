/*
 * Trap: an array indexed by value. It has a place for each value from -50,000 to 49,999, which is all
 * that small examples need.
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#define LEAST  (-50000)
#define VALUES 100000

int two_sum_pairs(const int64_t *values, size_t n, int64_t target, struct pair **pairs, size_t *count)
{
	unsigned char *occurs = calloc(VALUES, 1); /* once, or more often */

	*pairs = malloc((n / 2 + 1) * sizeof **pairs);
	*count = 0;
	if (!occurs || !*pairs) {
		free(occurs);
		free(*pairs);
		return -ENOMEM;
	}
	for (size_t i = 0; i < n; i++)
		occurs[values[i] - LEAST] += occurs[values[i] - LEAST] < 2;
	for (int i = 0; i < VALUES; i++) {
		int64_t a = i + LEAST, b = target - a;

		if (b >= a && b < LEAST + VALUES && occurs[i] && occurs[b - LEAST] && (a != b || occurs[i] > 1))
			(*pairs)[(*count)++] = (struct pair){ a, b };
	}
	free(occurs);
	return 0;
}
