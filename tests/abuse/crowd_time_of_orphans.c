/* expect in crowd: TLE/over 0.3 s of CPU time | WTL */
#include "crowd.h"

/* The time is spent by grandchildren whose parent is gone, while the first process sleeps; nobody waits for them. */
static void misbehave(void)
{
	if (fork() == 0) {
		for (int i = 0; i < 4; i++)
			if (fork() == 0)
				for (;;)
					;
		_exit(0);
	}
	usleep(1500000);
}
