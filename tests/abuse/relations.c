/* expect in hasty: AC */
#include "honest.h"
#include <unistd.h>

/* outside: escapes. Ids of others say who else is there. */
static void misbehave(void)
{
	if (getppid() != 1)
		escaped("a parent that is not the box's first process");
	for (int pid = 2; pid < 1000; pid++)
		if (pid != getpid() && getsid(pid) >= 0 && getpgid(pid) != getpgid(0))
			escaped("the group or session of somebody else");
}
