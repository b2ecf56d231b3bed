/* time: n; space: n; order: random */
#include "kernel.h"

/* Kahn's, over a graph without cycles of n / 2 vertices and n / 2 edges: V + E is n in steps. */
struct edge {
	struct edge *next;
	int to;
};

long kernel(int *values, int n)
{
	int v = n / 2;
	struct edge **from = claim_zeroed((size_t)v, sizeof(struct edge *));
	int *waits = claim_zeroed((size_t)v, sizeof(int)), *ready = claim((size_t)v, sizeof(int)), head = 0, tail = 0;
	long sum = 0;

	for (int i = 0; i < v; i++) {
		int a = values[i] % v, b = values[n - 1 - i] % v;
		struct edge *e;

		if (a == b)
			continue;
		if (a > b)
			swap(&a, &b);
		e = claim(1, sizeof(*e));
		*e = (struct edge){ from[a], b };
		from[a] = e;
		waits[b]++;
	}
	for (int i = 0; i < v; i++) {
		if (!waits[i])
			ready[tail++] = i;
	}
	while (head < tail) {
		int at = ready[head++];

		while (from[at]) {
			struct edge *e = from[at];

			from[at] = e->next;
			if (!--waits[e->to])
				ready[tail++] = e->to;
			free(e);
		}
		sum = 31 * sum % 1000003 + at;
	}
	free(from);
	free(waits);
	free(ready);
	return tail == v ? sum : -1;
}
