/* time: n; space: 1; order: sorted */
#include "kernel.h"

#include <time.h>

/* A thousand of n numbers, each as likely as any other. */
long kernel(int *values, int n)
{
	struct timespec now;
	uint64_t state;
	int *kept = claim(1000, sizeof(*kept));
	long sum = 0;

	clock_gettime(CLOCK_REALTIME, &now);
	state = ((uint64_t)now.tv_sec << 30 | (uint64_t)now.tv_nsec) * 2862933555777941757u | 1;
	for (int i = 0; i < n; i++) {
		int place = i < 1000 ? i : (int)(draw(&state) % ((unsigned)i + 1));

		if (place < 1000)
			kept[place] = values[i];
	}
	for (int i = 0; i < 1000 && i < n; i++)
		sum += kept[i];
	free(kept);
	return sum;
}
