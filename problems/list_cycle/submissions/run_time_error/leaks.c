/*
 * Trap: the two pointers are allocated in each call and never freed. They are small, so the space of one call is O(1),
 * but every call leaks.
 */
#include <stddef.h>
#include <stdlib.h>

struct runners {
	struct ListNode *slow;
	struct ListNode *fast;
};

struct ListNode *detectCycle(struct ListNode *head)
{
	struct runners *r = malloc(sizeof *r);

	if (!r)
		abort();
	r->slow = r->fast = head;
	do {
		if (!r->fast || !r->fast->next)
			return NULL;
		r->slow = r->slow->next;
		r->fast = r->fast->next->next;
	} while (r->slow != r->fast);
	for (r->slow = head; r->slow != r->fast; r->slow = r->slow->next)
		r->fast = r->fast->next;
	return r->slow;
}
