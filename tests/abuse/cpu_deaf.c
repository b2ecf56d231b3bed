/* expect in hasty: TLE/over 0.3 s of CPU time */
#include "honest.h"
#include <signal.h>

/* All signals are ignored and blocked; the end does not come by one that could be. */
static void misbehave(void)
{
	sigset_t all;

	for (int s = 1; s < 65; s++)
		signal(s, SIG_IGN);
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	for (volatile unsigned i = 0;; i++)
		;
}
