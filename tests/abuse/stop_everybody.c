/* expect in hasty: AC */
#include "honest.h"
#include <signal.h>
#include <unistd.h>

/* Whoever watches, reaps or hands out the next test would be among these. */
static void misbehave(void)
{
	for (int pid = 1; pid <= 100; pid++)
		if (pid != getpid())
			kill(pid, SIGSTOP);
	kill(-1, SIGSTOP);
}
