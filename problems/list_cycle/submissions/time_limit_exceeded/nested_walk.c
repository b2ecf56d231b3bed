/*
 * Trap: for each node all nodes before it are walked again, to see whether the next one is among them: O(n^2).
 */
#include <stddef.h>

struct ListNode *detectCycle(struct ListNode *head)
{
	size_t before = 1;

	for (struct ListNode *node = head; node; node = node->next, before++) {
		struct ListNode *earlier = head;

		for (size_t i = 0; i < before; i++, earlier = earlier->next)
			if (earlier == node->next)
				return earlier;
	}
	return NULL;
}
