/*
 * Trap: remembers every node in a hash table: right and O(n) expected, with O(n) space.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct table {
	struct ListNode **slots;
	size_t n, mask;
};

static size_t slot_of(const struct table *t, const struct ListNode *node)
{
	uint64_t h = (uintptr_t)node * UINT64_C(0x9e3779b97f4a7c15);
	size_t i = (size_t)(h >> 20) & t->mask;

	while (t->slots[i] && t->slots[i] != node)
		i = (i + 1) & t->mask;
	return i;
}

static void grow(struct table *t)
{
	struct table old = *t;

	t->mask = old.slots ? old.mask * 2 + 1 : 15;
	t->slots = calloc(t->mask + 1, sizeof(struct ListNode *));
	if (!t->slots)
		abort();
	for (size_t i = 0; old.slots && i <= old.mask; i++)
		if (old.slots[i])
			t->slots[slot_of(t, old.slots[i])] = old.slots[i];
	free(old.slots);
}

struct ListNode *detectCycle(struct ListNode *head)
{
	struct table t = { NULL, 0, 0 };

	for (; head; head = head->next) {
		size_t i;

		if (!t.slots || t.n * 2 > t.mask)
			grow(&t);
		i = slot_of(&t, head);
		if (t.slots[i])
			break;
		t.slots[i] = head;
		t.n++;
	}
	free(t.slots);
	return head;
}
