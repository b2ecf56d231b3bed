/* time: n; space: n; order: random */
#include "kernel.h"

/* Two jobs come for each that goes. */
struct ring {
	int *jobs;
	unsigned room, first, used;
};

static void push(struct ring *r, int job)
{
	if (r->used == r->room) {
		int *wider = claim(2 * (size_t)r->room, sizeof(*wider));

		for (unsigned i = 0; i < r->used; i++)
			wider[i] = r->jobs[(r->first + i) & (r->room - 1)];
		free(r->jobs);
		r->jobs = wider;
		r->first = 0;
		r->room *= 2;
	}
	r->jobs[(r->first + r->used++) & (r->room - 1)] = job;
}

static int pop(struct ring *r)
{
	int job = r->jobs[r->first];

	r->first = (r->first + 1) & (r->room - 1);
	r->used--;
	return job;
}

long kernel(int *values, int n)
{
	struct ring r = { claim(8, sizeof(int)), 8, 0, 0 };
	long sum = 0;

	for (int i = 0; i < n; i++) {
		push(&r, values[i]);
		if (i % 2)
			sum += pop(&r);
	}
	while (r.used)
		sum ^= pop(&r);
	free(r.jobs);
	return sum;
}
