/*
 * Trap: reads through the head of an empty list.
 */
#include <stddef.h>

struct ListNode *detectCycle(struct ListNode *head)
{
	struct ListNode *slow = head, *fast = head;

	do {
		if (!fast->next || !fast->next->next)
			return NULL;
		slow = slow->next;
		fast = fast->next->next;
	} while (slow != fast);
	for (slow = head; slow != fast; slow = slow->next)
		fast = fast->next;
	return slow;
}
