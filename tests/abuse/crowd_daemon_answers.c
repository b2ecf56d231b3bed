/* expect in crowd: AC */
#include "crowd.h"

/* The run is over when its first process ends: what others would say later is not heard. */
static void misbehave(void)
{
	if (fork() == 0) {
		usleep(100000);
		for (;;)
			if (write(1, "4711\n", 5) < 0)
				_exit(0);
	}
}
