/*
 * driver: plays one test of list_cycle.
 *
 * An input is a list of calls: a line with n, the number of nodes, and the index of the node that the last one leads
 * to, -1 for none; then, unless n is 0, a line with the n values. Each call writes the index of the node that was
 * returned, or -1 for NULL.
 *
 * The nodes do not lie in memory in the order of the list: in blocks of 64 each place is taken once, and the list goes
 * up and down between them, so that an address says nothing about what comes before. What the list was is remembered
 * as a fingerprint, and looked at again after the call.
 */
#include "driver.h"

#include <limits.h>

#define BLOCK     64 /* nodes; a power of two */
#define NODES_MAX (1 << 21)

struct ListNode {
	int val;
	struct ListNode *next;
};

static struct ListNode *(*detect_cycle)(struct ListNode *head);

const struct driver_function driver_functions[] = {
	{ "detectCycle", (void **)&detect_cycle },
	{ NULL, NULL },
};

struct list {
	struct ListNode *nodes; /* the places, whole blocks of them */
	size_t room;            /* places */
	size_t n;
	size_t used; /* places of the blocks that hold the n nodes */
};

/* An odd factor and any summand permute the numbers below a power of two; 37 * 45 = 1665 = 26 * 64 + 1. */
static size_t place_of(size_t index)
{
	return index / BLOCK * BLOCK + (index % BLOCK * 37 + 29) % BLOCK;
}

static size_t index_of(size_t place)
{
	return place / BLOCK * BLOCK + (place % BLOCK + BLOCK - 29) * 45 % BLOCK;
}

static void make_room(struct list *list, size_t n)
{
	list->n = n;
	list->used = (n + BLOCK - 1) / BLOCK * BLOCK;
	if (list->nodes && list->used <= list->room)
		return;
	list->room = list->used < 1024 ? 1024 : list->used;
	list->nodes = driver_alloc(list->room, sizeof *list->nodes);
}

static void read_list(struct list *list)
{
	int64_t n = driver_read_i64();
	int64_t entry = driver_read_i64();

	if (n < 0 || n > NODES_MAX)
		driver_bad_input("a number of nodes");
	if (entry < -1 || entry >= n)
		driver_bad_input("the index of a node, or -1");
	make_room(list, (size_t)n);
	for (size_t place = 0; place < list->used; place++)
		list->nodes[place] = (struct ListNode){ 0, NULL };
	for (size_t i = 0; i < list->n; i++) {
		struct ListNode *node = &list->nodes[place_of(i)];
		int64_t val = driver_read_i64();

		if (val < INT_MIN || val > INT_MAX)
			driver_bad_input("an int");
		node->val = (int)val;
		if (i + 1 < list->n)
			node->next = &list->nodes[place_of(i + 1)];
		else if (entry >= 0)
			node->next = &list->nodes[place_of((size_t)entry)];
	}
}

/* Of all places, those beside the nodes too. */
static uint64_t fingerprint(const struct list *list)
{
	uint64_t h = 1;

	for (size_t place = 0; place < list->used; place++) {
		h = (h ^ (unsigned)list->nodes[place].val) * UINT64_C(0x9e3779b97f4a7c15);
		h = (h ^ (uintptr_t)list->nodes[place].next) * UINT64_C(0xd6e8feb86659fd93);
		h ^= h >> 29;
	}
	return h;
}

static void write_result(const struct list *list, const struct ListNode *node)
{
	uintptr_t offset = (uintptr_t)node - (uintptr_t)list->nodes;

	if (!node) {
		driver_write_i64(-1);
	} else {
		size_t index = index_of(offset / sizeof *node);

		if (offset % sizeof *node || offset / sizeof *node >= list->used || index >= list->n)
			driver_complain("detectCycle returned a pointer to something that is no node of the list");
		driver_write_i64((int64_t)index);
	}
	driver_write_char('\n');
}

void driver_run(void)
{
	struct list list = { .nodes = NULL };

	while (!driver_at_end()) {
		const struct ListNode *found;
		uint64_t before;

		read_list(&list);
		before = fingerprint(&list);
		found = detect_cycle(list.n ? &list.nodes[place_of(0)] : NULL);
		if (fingerprint(&list) != before)
			driver_complain("the list was changed");
		write_result(&list, found);
	}
}
