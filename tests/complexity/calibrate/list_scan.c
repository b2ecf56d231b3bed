/* time: n^2; space: n; order: permutation */
#include "kernel.h"

/* A cache that finds its keys by walking. */
struct line {
	struct line *next;
	int key;
};

long kernel(int *values, int n)
{
	struct line *head = NULL, *lines = claim((size_t)n, sizeof(*lines));
	long hits = 0;

	for (int i = 0; i < n; i++) {
		lines[i] = (struct line){ head, values[i] };
		head = &lines[i];
	}
	for (int i = 0; i < n; i++) {
		const struct line *l = head;

		while (l && l->key != i)
			l = l->next;
		hits += l != NULL;
	}
	free(lines);
	return hits;
}
