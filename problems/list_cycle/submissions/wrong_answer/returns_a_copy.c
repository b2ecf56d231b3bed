/*
 * Trap: returns a node of its own that looks like the right one.
 */
#include <stddef.h>

struct ListNode *detectCycle(struct ListNode *head)
{
	static struct ListNode copy;
	struct ListNode *slow = head, *fast = head;

	do {
		if (!fast || !fast->next)
			return NULL;
		slow = slow->next;
		fast = fast->next->next;
	} while (slow != fast);
	for (slow = head; slow != fast; slow = slow->next)
		fast = fast->next;
	copy = *slow;
	return &copy;
}
