/* time: n; space: n; order: random */
#include "kernel.h"

/* Linear probing in a table that doubles when it is two thirds full. */
static int *slots;
static size_t room, used;

static bool add(int key)
{
	size_t at = ((uint32_t)key * 2654435769u >> 3) & (room - 1);

	for (; slots[at]; at = (at + 1) & (room - 1)) {
		if (slots[at] == key)
			return false;
	}
	slots[at] = key;
	used++;
	return true;
}

static void widen(void)
{
	int *old = slots;
	size_t old_room = room;

	room *= 2;
	used = 0;
	slots = claim_zeroed(room, sizeof(*slots));
	for (size_t i = 0; i < old_room; i++) {
		if (old[i])
			add(old[i]);
	}
	free(old);
}

long kernel(int *values, int n)
{
	long fresh = 0;

	room = 16;
	slots = claim_zeroed(room, sizeof(*slots));
	for (int i = 0; i < n; i++) {
		if (3 * used >= 2 * room)
			widen();
		fresh += add(values[i] | 1);
	}
	free(slots);
	return fresh;
}
