/*
 * Trap: the fast pointer begins one node ahead, and the second walk begins as if it had not. The two then go round one
 * behind the other for ever.
 */
#include <stddef.h>

struct ListNode *detectCycle(struct ListNode *head)
{
	struct ListNode *slow = head, *fast = head ? head->next : NULL;

	while (slow != fast) {
		if (!fast || !fast->next)
			return NULL;
		slow = slow->next;
		fast = fast->next->next;
	}
	for (slow = head; slow != fast; slow = slow->next)
		fast = fast->next;
	return slow;
}
