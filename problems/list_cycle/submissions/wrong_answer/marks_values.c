/*
 * Trap: each node that was visited gets a value that marks it, and keeps it. A list that holds the mark is misread,
 * too.
 */
#include <limits.h>
#include <stddef.h>

struct ListNode *detectCycle(struct ListNode *head)
{
	for (; head; head = head->next) {
		if (head->val == INT_MIN)
			return head;
		head->val = INT_MIN;
	}
	return NULL;
}
