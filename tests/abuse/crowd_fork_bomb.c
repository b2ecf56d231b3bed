/* expect in crowd: TLE/over 0.3 s of CPU time | WTL */
#include "crowd.h"

static void misbehave(void)
{
	for (;;)
		fork();
}
