/*
 * Trap: returns the node from which the list goes back, and not the one that it goes back to.
 */
#include <stddef.h>

struct ListNode *detectCycle(struct ListNode *head)
{
	struct ListNode *slow = head, *fast = head, *last;

	do {
		if (!fast || !fast->next)
			return NULL;
		slow = slow->next;
		fast = fast->next->next;
	} while (slow != fast);
	for (slow = head; slow != fast; slow = slow->next)
		fast = fast->next;
	for (last = slow; last->next != slow; last = last->next)
		;
	return last;
}
