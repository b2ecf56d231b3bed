/* expect in hasty: SV/process limit: clone, but 1 process is allowed | TLE/over 0.3 s of CPU time */
#include "honest.h"
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * With the flags by which tests are served: where the filter lets them pass there is still no room for one process
 * more.
 */
static void misbehave(void)
{
	for (;;)
		if (syscall(SYS_clone, 0x8000 /* CLONE_PARENT */ | SIGCHLD, NULL, NULL, NULL, NULL) >= 0)
			escaped("a process more");
}
