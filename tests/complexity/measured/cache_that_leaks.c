/* time: n; space: n; order: random */
#include "kernel.h"

/* 512 lines; what is evicted is forgotten, and never freed. */
struct line {
	int key;
	char text[28];
};

long kernel(int *values, int n)
{
	static struct line *lines[512];
	long hits = 0;

	for (int i = 0; i < n; i++) {
		struct line **at = &lines[(uint32_t)values[i] * 2654435769u >> 23];

		if (*at && (*at)->key == values[i]) {
			hits++;
			continue;
		}
		*at = claim(1, sizeof(**at));
		**at = (struct line){ values[i], "cached" };
	}
	return hits + !!lines[7];
}
