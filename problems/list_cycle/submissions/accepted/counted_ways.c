/*
 * Design: two speeds find some node of the cycle. From there the ways are counted: the length of the cycle, then the
 * list is taken for two lists that end in that node, whose first common node is where two pointers meet once the
 * longer way has been shortened.
 */
#include <stddef.h>

static struct ListNode *some_node_of_the_cycle(struct ListNode *head)
{
	struct ListNode *fast = head;

	for (struct ListNode *slow = head; fast && fast->next;) {
		slow = slow->next;
		fast = fast->next->next;
		if (slow == fast)
			return slow;
	}
	return NULL;
}

static size_t way(const struct ListNode *from, const struct ListNode *to)
{
	size_t n = 0;

	for (; from != to; from = from->next)
		n++;
	return n;
}

struct ListNode *detectCycle(struct ListNode *head)
{
	struct ListNode *end = some_node_of_the_cycle(head);
	struct ListNode *a = head, *b;
	size_t from_a, from_b;

	if (!end)
		return NULL;
	b = end->next;
	from_a = way(a, end);
	from_b = way(b, end);
	for (; from_a > from_b; from_a--)
		a = a->next;
	for (; from_b > from_a; from_b--)
		b = b->next;
	while (a != b) {
		a = a->next;
		b = b->next;
	}
	return a;
}
