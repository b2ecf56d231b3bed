/*
 * max_window_sum: the greatest sum of k consecutive elements. `judge show max_window_sum` prints the task.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>

int max_window_sum(const int32_t *values, size_t n, size_t k, int64_t *sum)
{
	(void)values;
	(void)n;
	(void)k;
	*sum = 0;
	return 0;
}
