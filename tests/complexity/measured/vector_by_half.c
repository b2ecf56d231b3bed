/* time: n; space: n; order: random */
#include "kernel.h"

/* Grows by half of itself each time: steps that are no powers of two. */
struct job {
	int id;
	long cost;
};

long kernel(int *values, int n)
{
	size_t room = 10, used = 0;
	struct job *jobs = claim(room, sizeof(*jobs));
	long sum = 0;

	for (int i = 0; i < n; i++) {
		if (used == room) {
			room += room / 2;
			jobs = realloc(jobs, room * sizeof(*jobs));
			if (!jobs)
				abort();
		}
		jobs[used++] = (struct job){ i, values[i] };
	}
	for (size_t i = 0; i < used; i++)
		sum += jobs[i].cost ^ jobs[i].id;
	free(jobs);
	return sum;
}
