/* expect in hasty: WTL/over 1 s of wall time */
#include "honest.h"
#include <poll.h>
#include <signal.h>
#include <unistd.h>

static void misbehave(void)
{
	sigset_t all;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	alarm(1);
	for (;;)
		poll(NULL, 0, -1);
}
