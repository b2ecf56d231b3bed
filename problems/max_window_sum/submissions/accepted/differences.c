/*
 * Design: the first window is summed once. The others are only compared with it: the running total of values[i + k] -
 * values[i] says by how much a window is better, and the best of these totals, or 0, is added at the end.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>

int max_window_sum(const int32_t *values, size_t n, size_t k, int64_t *sum)
{
	int64_t first = 0;
	int64_t ahead = 0; /* this window less the first one */
	int64_t most = 0;

	if (k == 0 || k > n)
		return -EINVAL;
	for (size_t i = 0; i < k; i++)
		first += values[i];
	for (size_t i = 0; i + k < n; i++) {
		ahead += (int64_t)values[i + k] - values[i];
		if (ahead > most)
			most = ahead;
	}
	*sum = first + most;
	return 0;
}
