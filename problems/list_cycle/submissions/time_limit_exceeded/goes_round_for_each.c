/*
 * Trap: two speeds find a node of the cycle; then, for each node from the head, the whole cycle is walked to see
 * whether the node is on it: O(n^2) when both the way and the cycle are long.
 */
#include <stdbool.h>
#include <stddef.h>

static bool is_on_cycle(const struct ListNode *node, const struct ListNode *cycle)
{
	const struct ListNode *c = cycle;

	do {
		if (c == node)
			return true;
		c = c->next;
	} while (c != cycle);
	return false;
}

struct ListNode *detectCycle(struct ListNode *head)
{
	struct ListNode *slow = head, *fast = head;

	do {
		if (!fast || !fast->next)
			return NULL;
		slow = slow->next;
		fast = fast->next->next;
	} while (slow != fast);
	while (!is_on_cycle(head, slow))
		head = head->next;
	return head;
}
