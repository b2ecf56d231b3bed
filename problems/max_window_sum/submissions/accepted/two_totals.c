/*
 * Design: two readers walk the array k elements apart, each with the total of all that it has passed; a window is the
 * difference of the two. These are prefix sums of which only the two in use are kept.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>

struct reader {
	const int32_t *next;
	int64_t total;
};

static void pass(struct reader *r, size_t count)
{
	for (; count > 0; count--)
		r->total += *r->next++;
}

int max_window_sum(const int32_t *values, size_t n, size_t k, int64_t *sum)
{
	struct reader head = { values, 0 };
	struct reader tail = { values, 0 };
	int64_t best;

	if (k == 0 || k > n)
		return -EINVAL;
	pass(&head, k);
	best = head.total;
	while (head.next != values + n) {
		pass(&head, 1);
		pass(&tail, 1);
		if (head.total - tail.total > best)
			best = head.total - tail.total;
	}
	*sum = best;
	return 0;
}
