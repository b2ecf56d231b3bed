/* expect: SV/forbidden system call fcntl */
#include "honest.h"
#include <fcntl.h>

/* A write that would wait fails instead: the runtime copes or says so, and no answer is cut in silence. */
static void misbehave(void)
{
	fcntl(3, F_SETFL, O_NONBLOCK);
	fcntl(4, F_SETFL, O_NONBLOCK);
}
