/*
 * Trap: a walk of more than 10,000 steps is taken for a walk in circles, as if no list were longer.
 */
#include <stddef.h>

struct ListNode *detectCycle(struct ListNode *head)
{
	struct ListNode *slow = head, *fast = head;
	int steps = 0;

	do {
		if (!fast || !fast->next || ++steps > 10000)
			return NULL;
		slow = slow->next;
		fast = fast->next->next;
	} while (slow != fast);
	for (slow = head; slow != fast; slow = slow->next)
		fast = fast->next;
	return slow;
}
