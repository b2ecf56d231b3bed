/* expect in hasty: TLE/over 0.3 s of CPU time */
#include "honest.h"
#include <sched.h>

static void misbehave(void)
{
	for (;;)
		sched_yield();
}
