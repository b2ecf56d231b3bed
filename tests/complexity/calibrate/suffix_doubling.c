/* time: n log^2 n; space: n; order: same */
#include "kernel.h"

/* Suffixes sorted by pairs of ranks, log n times; all letters are the same, so that no round is spared. */
static int *rank, *next, *room, width, length;

static bool is_less(int a, int b)
{
	if (rank[a] != rank[b])
		return rank[a] < rank[b];
	return (a + width < length ? rank[a + width] : -1) < (b + width < length ? rank[b + width] : -1);
}

static void sort(int *v, int n)
{
	int i = 0, k = n / 2;

	if (n < 2)
		return;
	sort(v, n / 2);
	sort(v + n / 2, n - n / 2);
	for (int at = 0; at < n; at++)
		room[at] = i < n / 2 && (k >= n || !is_less(v[k], v[i])) ? v[i++] : v[k++];
	for (int at = 0; at < n; at++)
		v[at] = room[at];
}

long kernel(int *values, int n)
{
	const char *s = (const char *)values;
	int *order = claim((size_t)n, sizeof(int));
	long sum = 0;

	rank = claim((size_t)n, sizeof(int));
	next = claim((size_t)n, sizeof(int));
	room = claim((size_t)n, sizeof(int));
	length = n;
	for (int i = 0; i < n; i++) {
		order[i] = i;
		rank[i] = s[i];
	}
	for (width = 1; width < n; width *= 2) {
		sort(order, n);
		next[order[0]] = 0;
		for (int i = 1; i < n; i++)
			next[order[i]] = next[order[i - 1]] + is_less(order[i - 1], order[i]);
		for (int i = 0; i < n; i++)
			rank[i] = next[i];
	}
	for (int i = 0; i < n; i += 2)
		sum += order[i];
	free(order);
	free(rank);
	free(next);
	free(room);
	return sum;
}
