/* expect in hasty: AC */
#include "honest.h"
#include <signal.h>
#include <unistd.h>

/* There is nobody but the first process of the box, and that one does not listen. */
static void misbehave(void)
{
	kill(-1, SIGKILL);
	kill(1, SIGKILL);
	kill(getppid(), SIGKILL);
	kill(1, SIGSTOP);
	for (int pid = 2; pid < 1000; pid++)
		if (pid != getpid() && !kill(pid, 0))
			escaped("somebody else's process");
}
