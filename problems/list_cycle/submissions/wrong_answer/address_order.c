/*
 * Trap: nodes are taken to lie in memory in the order of the list, so that a step to a lower address leads back.
 */
#include <stddef.h>
#include <stdint.h>

struct ListNode *detectCycle(struct ListNode *head)
{
	for (; head; head = head->next)
		if ((uintptr_t)head->next && (uintptr_t)head->next <= (uintptr_t)head)
			return head->next;
	return NULL;
}
