/* time: n^2; space: n^2; order: text; sizes: 16 to 4096 */
#include "kernel.h"

/* Between the text and its mirror image, with the whole table kept. */
long kernel(int *values, int n)
{
	const char *s = (const char *)values;
	size_t side = (size_t)n + 1;
	int *table = claim(side * side, sizeof(*table)), distance;

	for (size_t i = 0; i < side; i++) {
		for (size_t k = 0; k < side; k++) {
			int least;

			if (!i || !k) {
				table[i * side + k] = (int)(i + k);
				continue;
			}
			least = table[(i - 1) * side + k - 1] + (s[i - 1] != s[n - (int)k]);
			if (table[(i - 1) * side + k] + 1 < least)
				least = table[(i - 1) * side + k] + 1;
			if (table[i * side + k - 1] + 1 < least)
				least = table[i * side + k - 1] + 1;
			table[i * side + k] = least;
		}
	}
	distance = table[side * side - 1];
	free(table);
	return distance;
}
