/*
 * Design: every `next` is turned around on the way. A list that runs into a cycle leads back to its head then: after
 * the way to the cycle, once round, and the same way again. Any other ends in its last node. Turned around a second
 * time it is as it was. The length of the cycle, counted, leaves twice the way to it.
 */
#include <stddef.h>

/* Returns the last node; *nodes counts each as often as it was met. */
static struct ListNode *turn_around(struct ListNode *head, size_t *nodes)
{
	struct ListNode *before = NULL, *next;

	*nodes = 0;
	for (struct ListNode *node = head; node; node = next) {
		next = node->next;
		node->next = before;
		before = node;
		++*nodes;
	}
	return before;
}

static struct ListNode *ahead_of(struct ListNode *node, size_t steps)
{
	for (; steps > 0; steps--)
		node = node->next;
	return node;
}

struct ListNode *detectCycle(struct ListNode *head)
{
	struct ListNode *last, *inside;
	size_t nodes, around = 1;

	last = turn_around(head, &nodes);
	turn_around(last, &nodes);
	/* A node alone is its own last one, too. */
	if (last != head || nodes < 2)
		return NULL;
	inside = ahead_of(head, nodes);
	for (struct ListNode *node = inside->next; node != inside; node = node->next)
		around++;
	return ahead_of(head, (nodes - 1 - around) / 2);
}
