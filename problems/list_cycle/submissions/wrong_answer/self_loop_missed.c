/*
 * Trap: a list of one node is taken for a list without a cycle, and so is a last node that leads to itself.
 */
#include <stddef.h>

struct ListNode *detectCycle(struct ListNode *head)
{
	struct ListNode *slow = head, *fast = head;

	if (!head || !head->next || head->next == head)
		return NULL;
	do {
		if (!fast || !fast->next || fast->next == fast)
			return NULL;
		slow = slow->next;
		fast = fast->next->next;
	} while (slow != fast);
	for (slow = head; slow != fast; slow = slow->next)
		fast = fast->next;
	return slow;
}
