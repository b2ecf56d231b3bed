/* time: n log n; space: n; order: random */
#include "kernel.h"

/* Dijkstra's way with a heap; V = n / 4, four edges a vertex: (V + E) log V is n log n in steps. */
struct stop {
	long far;
	int at;
};

static struct stop *heap;
static int used;

static void push(struct stop s)
{
	int at = used++;

	for (; at > 0 && s.far < heap[(at - 1) / 2].far; at = (at - 1) / 2)
		heap[at] = heap[(at - 1) / 2];
	heap[at] = s;
}

static struct stop pop(void)
{
	struct stop top = heap[0], last = heap[--used];
	int at = 0, child;

	while ((child = 2 * at + 1) < used) {
		child += child + 1 < used && heap[child + 1].far < heap[child].far;
		if (last.far <= heap[child].far)
			break;
		heap[at] = heap[child];
		at = child;
	}
	heap[at] = last;
	return top;
}

long kernel(int *values, int n)
{
	int v = n / 4;
	long *far = claim((size_t)v, sizeof(*far)), sum = 0;

	heap = claim((size_t)n + 1, sizeof(*heap));
	used = 0;
	for (int i = 0; i < v; i++)
		far[i] = LONG_MAX;
	far[0] = 0;
	push((struct stop){ 0, 0 });
	while (used) {
		struct stop s = pop();

		if (s.far > far[s.at])
			continue;
		sum += s.far;
		for (int k = 0; k < 4; k++) {
			int edge = values[4 * s.at + k], to = k ? edge % v : (s.at + 1) % v;
			long way = s.far + 1 + (edge >> 10);

			if (way < far[to]) {
				far[to] = way;
				push((struct stop){ way, to });
			}
		}
	}
	free(heap);
	free(far);
	return sum;
}
