/* expect in crowd: AC | TLE */
#include "crowd.h"

/* A process that is never the same one for long: whoever kills by a list of ids comes too late. */
static void misbehave(void)
{
	if (fork() == 0)
		for (;;)
			if (fork() > 0)
				_exit(0);
}
