/* expect in hasty: TLE | WTL */
#include "honest.h"
#include <time.h>

/* Computes for less than a tick and sleeps over its end: who samples sees a sleeper. */
static void misbehave(void)
{
	struct timespec nap = { 0, 1 }, begun, t;

	for (;;) {
		clock_gettime(CLOCK_MONOTONIC, &begun);
		do
			clock_gettime(CLOCK_MONOTONIC, &t);
		while ((t.tv_sec - begun.tv_sec) * 1000000000L + t.tv_nsec - begun.tv_nsec < 900000);
		nanosleep(&nap, NULL);
	}
}
