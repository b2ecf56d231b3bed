/* expect in hasty: TLE/over 0.3 s of CPU time */
#include "honest.h"
#include <unistd.h>

/* Nearly all of the time is the kernel's: it counts. */
static void misbehave(void)
{
	for (;;)
		getppid();
}
