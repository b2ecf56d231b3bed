/*
 * Design: Floyd's. One pointer goes one node a step, the other two; on a cycle they meet. The way from the head to the
 * cycle is then as long as the way from where they met to its first node, up to whole rounds.
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
	for (slow = head; slow != fast; slow = slow->next)
		fast = fast->next;
	return slow;
}
