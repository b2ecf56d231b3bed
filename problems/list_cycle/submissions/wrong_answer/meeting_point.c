/*
 * Trap: returns the node where the two pointers meet, which lies somewhere on the cycle.
 */
#include <stddef.h>

struct ListNode *detectCycle(struct ListNode *head)
{
	struct ListNode *slow = head, *fast = head;

	while (fast && fast->next) {
		slow = slow->next;
		fast = fast->next->next;
		if (slow == fast)
			return slow;
	}
	return NULL;
}
