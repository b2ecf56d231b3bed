/* time: n; space: n; order: random */
#include "kernel.h"

/* Numbers as text, in a buffer that doubles. */
long kernel(int *values, int n)
{
	size_t room = 32, used = 0;
	char *text = claim(room, 1);
	long length;

	for (int i = 0; i < n; i++) {
		char piece[16];
		int len = snprintf(piece, sizeof(piece), "%d,", 1000000 + values[i] % 1000000);

		while (used + (size_t)len + 1 > room) {
			char *wider = claim(2 * room, 1);

			memcpy(wider, text, used);
			free(text);
			text = wider;
			room *= 2;
		}
		memcpy(text + used, piece, (size_t)len + 1);
		used += (size_t)len;
	}
	length = (long)used + text[used - 2];
	free(text);
	return length;
}
