/* expect in hasty: SV/forbidden system call fcntl */
#include "honest.h"
#include <fcntl.h>

/* An open file's flags and signal belong to all who have it, and /dev/null as standard input is one for all tests. */
static void misbehave(void)
{
	if (fcntl(0, F_GETFL) & O_NONBLOCK || fcntl(0, 11 /* F_GETSIG */))
		escaped("a test that ran before");
	fcntl(0, F_SETFL, O_NONBLOCK);
	fcntl(0, 10 /* F_SETSIG */, 42);
}
