/*
 * Design: Brent's. One pointer walks, the other waits and is brought forward after 1, 2, 4, 8 … steps. When the walker
 * comes back to the one who waits, the steps since then are the length of the cycle; a pointer that is so many nodes
 * ahead of another one meets it at the first node.
 */
#include <stddef.h>

static struct ListNode *ahead_of(struct ListNode *node, size_t steps)
{
	while (steps-- > 0)
		node = node->next;
	return node;
}

struct ListNode *detectCycle(struct ListNode *head)
{
	struct ListNode *waits = head, *walks, *behind = head;
	size_t power = 1, length = 1;

	if (!head)
		return NULL;
	for (walks = head->next; walks != waits; walks = walks->next, length++) {
		if (!walks)
			return NULL;
		if (length == power) {
			waits = walks;
			power *= 2;
			length = 0;
		}
	}
	for (walks = ahead_of(head, length); walks != behind; walks = walks->next)
		behind = behind->next;
	return behind;
}
