/*
 * Trap: two speeds find a node of the cycle; then the nodes up to there are gathered in two arrays that are compared
 * from behind: O(n) time, but O(n) space as well.
 */
#include <stddef.h>
#include <stdlib.h>

struct way {
	struct ListNode **nodes;
	size_t n, room;
};

static void gather(struct way *w, struct ListNode *from, const struct ListNode *to)
{
	for (;; from = from->next) {
		if (w->n == w->room) {
			w->room = w->room ? w->room * 2 : 16;
			w->nodes = realloc(w->nodes, w->room * sizeof *w->nodes);
			if (!w->nodes)
				abort();
		}
		w->nodes[w->n++] = from;
		if (from == to)
			return;
	}
}

struct ListNode *detectCycle(struct ListNode *head)
{
	struct ListNode *slow = head, *fast = head, *first;
	struct way a = { NULL, 0, 0 }, b = { NULL, 0, 0 };

	do {
		if (!fast || !fast->next)
			return NULL;
		slow = slow->next;
		fast = fast->next->next;
	} while (slow != fast);
	gather(&a, head, slow);
	gather(&b, slow->next, slow);
	do {
		first = a.nodes[--a.n];
		b.n--;
	} while (a.n && b.n && a.nodes[a.n - 1] == b.nodes[b.n - 1]);
	free(a.nodes);
	free(b.nodes);
	return first;
}
