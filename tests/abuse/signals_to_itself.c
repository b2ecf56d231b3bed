/* expect in hasty: AC */
#include "honest.h"
#include <signal.h>
#include <unistd.h>

static void ignore(int s)
{
	(void)s;
}

/* Each signal that can be caught, none of which means anything to those who watch. */
static void misbehave(void)
{
	for (int s = 1; s < 65; s++)
		if (s != SIGKILL && s != SIGSTOP && signal(s, ignore) != SIG_ERR)
			kill(getpid(), s);
}
