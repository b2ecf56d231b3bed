/*
 * Trap: each node that was visited is made to lead to a node of the function's own. The first one that already does is
 * the right answer, and the list is in pieces.
 */
#include <stddef.h>

struct ListNode *detectCycle(struct ListNode *head)
{
	static struct ListNode visited;

	while (head && head->next != &visited) {
		struct ListNode *next = head->next;

		head->next = &visited;
		head = next;
	}
	return head;
}
