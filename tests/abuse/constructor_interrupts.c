/* expect in hasty: AC */
#include "honest.h"
#include <signal.h>
#include <sys/time.h>

static void ignore(int s)
{
	(void)s;
}

/* Whoever waits is interrupted, again and again, and his call fails. */
__attribute__((constructor)) static void set(void)
{
	const struct itimerval often = { { 0, 1000 }, { 0, 1000 } };
	const struct sigaction act = { .sa_handler = ignore };

	sigaction(SIGALRM, &act, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
}

static void misbehave(void)
{
}
