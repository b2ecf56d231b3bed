/* expect in hasty: AC */
#include "honest.h"
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* outside: escapes. What programs try without need is answered with an error, and ends nothing. */
static void misbehave(void)
{
	unsigned long first = 1;

	if (!syscall(SYS_sched_setaffinity, 0, sizeof(first), &first) || !setpriority(PRIO_PROCESS, 0, -5) ||
	    !prctl(PR_SET_DUMPABLE, 1) || !prctl(PR_SET_KEEPCAPS, 1))
		escaped("a call that changes more than this program");
}
