/*
 * Trap: frees the nodes of the caller's list, which are not its own.
 */
#include <stddef.h>
#include <stdlib.h>

struct ListNode *detectCycle(struct ListNode *head)
{
	struct ListNode *slow = head, *fast = head;

	do {
		if (!fast || !fast->next) {
			free(head);
			return NULL;
		}
		slow = slow->next;
		fast = fast->next->next;
	} while (slow != fast);
	for (slow = head; slow != fast; slow = slow->next)
		fast = fast->next;
	return slow;
}
