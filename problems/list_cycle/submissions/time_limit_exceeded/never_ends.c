/*
 * Trap: walks to the end of the list first, to count its nodes. With a cycle there is no end.
 */
#include <stddef.h>

struct ListNode *detectCycle(struct ListNode *head)
{
	volatile size_t n = 0; /* so that the walk is not optimised away */

	for (struct ListNode *node = head; node; node = node->next)
		n++;
	return NULL;
}
