/* expect in hasty: SV/forbidden system call fcntl */
#include "honest.h"
#include <fcntl.h>

/* The smallest pipes there are. */
static void misbehave(void)
{
	for (int fd = 1; fd <= 4; fd++)
		fcntl(fd, 1031 /* F_SETPIPE_SZ */, 4096);
}
