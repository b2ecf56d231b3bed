/* time: n^2; space: n; order: text */
#include "kernel.h"

/* Of the text and its mirror image, in two rows. */
/* A cell has room for more than its length, as one that is to give the subsequence too. */
struct cell {
	int length, place[7];
};

long kernel(int *values, int n)
{
	const char *s = (const char *)values;
	struct cell *row = claim_zeroed((size_t)n + 1, sizeof(*row));
	int longest;

	for (int i = 0; i < n; i++) {
		int corner = 0;

		for (int k = 1; k <= n; k++) {
			int above = row[k].length;

			if (s[i] == s[n - k])
				row[k].length = corner + 1;
			else if (row[k - 1].length > row[k].length)
				row[k].length = row[k - 1].length;
			corner = above;
		}
	}
	longest = row[n].length;
	free(row);
	return longest;
}
