/* expect: SV/forbidden system call fcntl */
#include "honest.h"
#include <fcntl.h>

/* The answer's pipe does not take all at once any more; the runtime has to cope or to say so. */
static void misbehave(void)
{
	fcntl(1, F_SETFL, O_NONBLOCK);
	fcntl(2, F_SETFL, O_NONBLOCK);
}
