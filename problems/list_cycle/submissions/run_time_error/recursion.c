/*
 * Trap: recursion as deep as the list is long. Two ways of the same length that end in one node of the cycle are walked
 * together, and compared on the way back.
 */
#include <stddef.h>

static size_t way(const struct ListNode *from, const struct ListNode *to)
{
	size_t n = 0;

	for (; from != to; from = from->next)
		n++;
	return n;
}

static struct ListNode *first_common(struct ListNode *a, struct ListNode *b, size_t steps)
{
	struct ListNode *later;

	if (steps == 0)
		return a;
	later = first_common(a->next, b->next, steps - 1);
	return a == b ? a : later;
}

struct ListNode *detectCycle(struct ListNode *head)
{
	struct ListNode *end = head, *fast = head, *b;
	size_t from_a, from_b;

	do {
		if (!fast || !fast->next)
			return NULL;
		end = end->next;
		fast = fast->next->next;
	} while (end != fast);
	b = end->next;
	from_a = way(head, end);
	from_b = way(b, end);
	for (; from_a > from_b; from_a--)
		head = head->next;
	for (; from_b > from_a; from_b--)
		b = b->next;
	return first_common(head, b, from_a);
}
