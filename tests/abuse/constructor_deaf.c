/* expect in hasty: AC */
#include "honest.h"
#include <signal.h>

__attribute__((constructor)) static void deafen(void)
{
	sigset_t all;

	for (int s = 1; s < 65; s++)
		signal(s, SIG_IGN);
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
}

static void misbehave(void)
{
}
