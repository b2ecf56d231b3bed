/*
 * Trap: remembers every node in a static hash table that has room for the longest list.
 */
#include <stddef.h>
#include <stdint.h>

#define SLOTS (1u << 22)

static struct ListNode *slots[SLOTS];

static uint32_t slot_of(const struct ListNode *node)
{
	uint32_t i = (uint32_t)((uint64_t)(uintptr_t)node * UINT64_C(0x9e3779b97f4a7c15) >> 42);

	while (slots[i] && slots[i] != node)
		i = (i + 1) % SLOTS;
	return i;
}

/* The slots from the node's own up to the next free one: all that it and its neighbours can take. */
static void forget(const struct ListNode *node)
{
	uint32_t i = (uint32_t)((uint64_t)(uintptr_t)node * UINT64_C(0x9e3779b97f4a7c15) >> 42);

	for (; slots[i]; i = (i + 1) % SLOTS)
		slots[i] = NULL;
}

struct ListNode *detectCycle(struct ListNode *head)
{
	struct ListNode *node = head;
	size_t n = 0;

	for (; node && !slots[slot_of(node)]; node = node->next) {
		slots[slot_of(node)] = node;
		n++;
	}
	for (; n > 0; n--, head = head->next)
		forget(head);
	return node;
}
