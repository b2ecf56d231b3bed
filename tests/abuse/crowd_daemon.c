/* expect in crowd: AC */
#include "crowd.h"
#include <signal.h>
#include <sys/wait.h>

/* As daemons do it: twice forked, a session of its own, deaf; it would stay for ever, with the answer's pipe open. */
static void misbehave(void)
{
	if (fork() == 0) {
		setsid();
		for (int s = 1; s < 65; s++)
			signal(s, SIG_IGN);
		if (fork() == 0)
			for (;;)
				pause();
		_exit(0);
	}
	if (wait(NULL) < 0)
		abort();
}
