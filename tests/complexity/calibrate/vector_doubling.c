/* time: n; space: n; order: random */
#include "kernel.h"

/* Amortised growth: what a realloc keeps adds up to less than twice the end. */
long kernel(int *values, int n)
{
	size_t room = 4, used = 0;
	int *list = claim(room, sizeof(*list));
	long last;

	for (int i = 0; i < n; i++) {
		if (used == room) {
			room *= 2;
			list = realloc(list, room * sizeof(*list));
			if (!list)
				abort();
		}
		list[used++] = values[i];
	}
	last = list[used / 2];
	free(list);
	return last;
}
