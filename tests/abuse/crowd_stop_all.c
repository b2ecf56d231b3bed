/* expect in crowd: WTL/over 2 s of wall time */
#include "crowd.h"
#include <signal.h>

static void misbehave(void)
{
	for (int i = 0; i < 3; i++)
		fork();
	kill(-1, SIGSTOP);
	raise(SIGSTOP);
}
