/* expect in hasty: AC */
#include "honest.h"
#include <signal.h>
#include <sys/time.h>
#include <time.h>

static void ignore(int s)
{
	(void)s;
}

/*
 * Thousands of signals a second, at first and through all that follows: writes that were interrupted are gone on
 * with.
 */
static void misbehave(void)
{
	struct itimerval often = { { 0, 100 }, { 0, 100 } };

	signal(SIGALRM, ignore);
	signal(SIGVTALRM, ignore);
	signal(SIGPROF, ignore);
	setitimer(ITIMER_REAL, &often, NULL);
	setitimer(ITIMER_VIRTUAL, &often, NULL);
	setitimer(ITIMER_PROF, &often, NULL);
	while (clock() < CLOCKS_PER_SEC / 100)
		;
	often.it_interval.tv_usec = 1000;
	setitimer(ITIMER_REAL, &often, NULL);
}
