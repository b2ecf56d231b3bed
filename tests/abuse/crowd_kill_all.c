/* expect in crowd: RTE/SIGKILL */
#include "crowd.h"
#include <signal.h>

static void misbehave(void)
{
	if (fork() == 0)
		kill(-1, SIGKILL);
	for (;;)
		pause();
}
