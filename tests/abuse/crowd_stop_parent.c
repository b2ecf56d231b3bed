/* expect in crowd: WTL/over 2 s of wall time */
#include "crowd.h"
#include <signal.h>

static void misbehave(void)
{
	if (fork() == 0) {
		kill(getppid(), SIGSTOP);
		_exit(0);
	}
	usleep(200000);
}
