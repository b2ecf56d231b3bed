/* expect in crowd: TLE/over 0.3 s of CPU time | WTL */
#include "crowd.h"
#include <sys/syscall.h>

/* Each child makes the next while its parent waits in the kernel; the last one finds the limit and spins there. */
static void misbehave(void)
{
	for (;;)
		syscall(SYS_vfork);
}
