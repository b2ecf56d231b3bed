/*
 * Trap: the fast pointer takes two steps and looks only at the first one: at the end of a list without a cycle it goes
 * through NULL.
 */
#include <stddef.h>

struct ListNode *detectCycle(struct ListNode *head)
{
	struct ListNode *slow = head, *fast = head;

	do {
		if (!fast)
			return NULL;
		slow = slow->next;
		fast = fast->next->next;
	} while (slow != fast);
	for (slow = head; slow != fast; slow = slow->next)
		fast = fast->next;
	return slow;
}
