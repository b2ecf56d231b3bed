/*
 * Trap: two nodes with the same value are taken for the same node.
 */
#include <stddef.h>

struct ListNode *detectCycle(struct ListNode *head)
{
	struct ListNode *slow = head, *fast = head;

	do {
		if (!fast || !fast->next || !fast->next->next)
			return NULL;
		slow = slow->next;
		fast = fast->next->next;
	} while (slow->val != fast->val);
	for (slow = head; slow->val != fast->val; slow = slow->next)
		fast = fast->next;
	return slow;
}
