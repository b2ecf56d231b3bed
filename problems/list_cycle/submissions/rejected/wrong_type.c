/*
 * Breaks the API: says only whether there is a cycle.
 */
#include <stdbool.h>
#include <stddef.h>

bool detectCycle(struct ListNode *head)
{
	struct ListNode *slow = head, *fast = head;

	while (fast && fast->next) {
		slow = slow->next;
		fast = fast->next->next;
		if (slow == fast)
			return true;
	}
	return false;
}
