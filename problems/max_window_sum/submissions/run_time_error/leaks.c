/*
 * Trap: the state of the window is allocated in each call and never freed. It is small, so the space of one call is
 * O(1), but every call leaks.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct window {
	int64_t sum;
	int64_t best;
};

int max_window_sum(const int32_t *values, size_t n, size_t k, int64_t *sum)
{
	struct window *w;

	if (k == 0 || k > n)
		return -EINVAL;
	w = calloc(1, sizeof *w);
	if (!w)
		return -ENOMEM;
	for (size_t i = 0; i < k; i++)
		w->sum += values[i];
	w->best = w->sum;
	for (size_t i = k; i < n; i++) {
		w->sum += (int64_t)values[i] - values[i - k];
		if (w->sum > w->best)
			w->best = w->sum;
	}
	*sum = w->best;
	return 0;
}
