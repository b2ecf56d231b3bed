/*
 * two_sum_pairs: all pairs of values with a given sum. `judge show two_sum_pairs` prints the task.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* struct pair { int64_t a; int64_t b; } is declared ahead of your code. */

int two_sum_pairs(const int64_t *values, size_t n, int64_t target, struct pair **pairs, size_t *count)
{
	(void)values;
	(void)n;
	(void)target;
	*pairs = NULL;
	*count = 0;
	return 0;
}
