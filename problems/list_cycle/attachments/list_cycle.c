/*
 * list_cycle: the first node of the cycle of a linked list. `judge show list_cycle` prints the task.
 *
 * The name and type of the function are fixed. The caller's nodes are declared as
 *
 *	struct ListNode {
 *		int val;
 *		struct ListNode *next;
 *	};
 *
 * in the header that is included ahead of this file.
 */
#include <stddef.h>

struct ListNode *detectCycle(struct ListNode *head)
{
	(void)head;
	return NULL;
}
