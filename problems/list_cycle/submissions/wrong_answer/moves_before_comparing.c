/*
 * Trap: the second walk moves both pointers before it compares them. When the cycle begins at the head they stand there
 * already, and go past it.
 */
#include <stddef.h>

struct ListNode *detectCycle(struct ListNode *head)
{
	struct ListNode *slow = head, *fast = head;

	do {
		if (!fast || !fast->next)
			return NULL;
		slow = slow->next;
		fast = fast->next->next;
	} while (slow != fast);
	slow = head;
	do {
		slow = slow->next;
		fast = fast->next;
	} while (slow != fast);
	return slow;
}
